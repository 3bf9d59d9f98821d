package io.github.reactorboot.autoconfigure;

import io.github.reactorboot.runtime.IdleStrategy;
import io.github.reactorboot.runtime.Spread;
import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * One runtime, {@code reactor.runtimes.<name>}.
 *
 * @param engine Poll engine: auto, nio, epoll, io_uring, or the name of a provider on the class
 *     path. One that is named and cannot be had fails the start.
 * @param loops Number of event loops, each with a thread of its own; 0 for one per processor.
 * @param idleStrategy What an event loop does when nothing is to be done.
 * @param spread How accepted connections are spread over the event loops.
 * @param commandQueueCapacity Commands from other threads that may wait for one event loop.
 * @param readBufferSize Size of the buffer that one read of an event loop fills at the most.
 * @param outboundMemoryLimit Direct memory for what all sessions queue and for their unfinished
 *     frames; 0 for 256 MB or 32 MB a loop, at the most half of the heap.
 * @param stallThreshold Time for which a callback may block its event loop before it is reported.
 */
public record RuntimeProperties(
        @DefaultValue("auto") String engine,
        @DefaultValue("0") int loops,
        @DefaultValue("block") IdleStrategy idleStrategy,
        @DefaultValue("least-sessions") Spread spread,
        @DefaultValue("16384") int commandQueueCapacity,
        @DefaultValue("64KB") DataSize readBufferSize,
        @DefaultValue("0B") DataSize outboundMemoryLimit,
        @DefaultValue("100ms") Duration stallThreshold) {}
