package io.github.reactorboot.event;

import io.github.reactorboot.runtime.Listener;

/** A listener was told to accept no more for now. */
public record ListenerPausedEvent(Listener listener) {}
