package io.github.reactorboot.benchmarks.load;

import org.jspecify.annotations.Nullable;

/**
 * What a run came to.
 *
 * @param seconds length of the measured window; 0 if the run ended before it
 * @param messages completed in the window: replies, connections or deliveries, by pattern
 * @param offeredPerSecond the rate of an open loop, null of a closed one
 * @param serverCpuNanosPerMessage user and system time, null if no process was named
 * @param clientCpuNanosPerMessage the same of the generator
 * @param latency null if nothing was completed; of an open loop it is counted from when a message
 *     was meant to go, and covers all messages meant to go in the window
 * @param lateness how late the generator itself was to send, null of a closed loop
 * @param errors 0 if the run was sound; otherwise the other figures mean little
 */
public record LoadResult(
        String pattern,
        int connections,
        int inFlight,
        int payloadBytes,
        String framing,
        double seconds,
        long messages,
        double messagesPerSecond,
        @Nullable Double offeredPerSecond,
        @Nullable Double serverCpuNanosPerMessage,
        double clientCpuNanosPerMessage,
        @Nullable Latency latency,
        @Nullable Latency lateness,
        long errors) {}
