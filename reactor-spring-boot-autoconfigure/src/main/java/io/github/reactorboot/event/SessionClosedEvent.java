package io.github.reactorboot.event;

import io.github.reactorboot.runtime.CloseReason;
import io.github.reactorboot.runtime.Session;

/** A session has ended; only with {@code reactor.listeners.<name>.session-events=true}. */
public record SessionClosedEvent(Session session, CloseReason reason) {}
