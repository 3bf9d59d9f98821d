package io.github.reactorboot.event;

import io.github.reactorboot.runtime.EventLoop;
import java.time.Duration;
import java.util.List;

/**
 * A callback blocks its event loop; once for each stall.
 *
 * @param loop the event loop
 * @param since for how long so far
 * @param stack where
 */
public record LoopStalledEvent(EventLoop loop, Duration since, List<StackTraceElement> stack) {}
