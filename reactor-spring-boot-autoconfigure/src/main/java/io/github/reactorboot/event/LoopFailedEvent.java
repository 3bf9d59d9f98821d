package io.github.reactorboot.event;

import io.github.reactorboot.runtime.EventLoop;

/** An event loop died; its sessions were closed. */
public record LoopFailedEvent(EventLoop loop, Throwable cause) {}
