package io.github.reactorboot.event;

import io.github.reactorboot.runtime.Session;

/** A session was opened; only with {@code reactor.listeners.<name>.session-events=true}. */
public record SessionOpenedEvent(Session session) {}
