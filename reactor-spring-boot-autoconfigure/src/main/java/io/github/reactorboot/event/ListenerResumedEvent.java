package io.github.reactorboot.event;

import io.github.reactorboot.runtime.Listener;

/** A paused listener accepts again. */
public record ListenerResumedEvent(Listener listener) {}
