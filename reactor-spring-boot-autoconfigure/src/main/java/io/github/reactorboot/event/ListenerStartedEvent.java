package io.github.reactorboot.event;

import io.github.reactorboot.runtime.Listener;

/** A listener is bound and accepts. */
public record ListenerStartedEvent(Listener listener) {}
