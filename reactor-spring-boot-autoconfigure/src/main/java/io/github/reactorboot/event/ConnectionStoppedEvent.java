package io.github.reactorboot.event;

import io.github.reactorboot.runtime.Connection;

/** A connection will not be opened again; its session may live on for a moment. */
public record ConnectionStoppedEvent(Connection connection) {}
