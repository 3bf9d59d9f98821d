package io.github.reactorboot.handler;

import io.github.reactorboot.runtime.AcceptFilter;
import io.github.reactorboot.runtime.HandlerSource;
import java.util.List;

/**
 * What a handler bean means for one listener.
 *
 * @param handlers gives each session its handler
 * @param filter decides about connections
 * @param ticks what is called again and again; the same objects for each listener of the bean
 */
public record BoundHandler(HandlerSource handlers, AcceptFilter filter, List<Tick> ticks) {}
