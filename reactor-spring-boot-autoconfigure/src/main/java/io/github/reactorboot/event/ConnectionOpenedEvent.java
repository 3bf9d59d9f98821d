package io.github.reactorboot.event;

import io.github.reactorboot.runtime.Session;

/** A connection is open; again after each reconnect. The session's endpoint is its name. */
public record ConnectionOpenedEvent(Session session) {}
