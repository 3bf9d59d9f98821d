package io.github.reactorboot.event;

import io.github.reactorboot.runtime.Listener;

/** A listening socket is closed; its sessions may live on. */
public record ListenerStoppedEvent(Listener listener) {}
