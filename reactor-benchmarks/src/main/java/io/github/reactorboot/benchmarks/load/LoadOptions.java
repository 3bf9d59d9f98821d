package io.github.reactorboot.benchmarks.load;

import io.github.reactorboot.benchmarks.framing.Framing;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What to load and how.
 *
 * @param rate messages per second over all connections, null for a closed loop
 * @param outstandingMax messages of an open loop that may wait for their replies
 * @param pid of the server, null if its processor time is not wanted
 * @param spin never sleep in the selector, as an open loop never does
 */
record LoadOptions(
        InetSocketAddress server,
        LoadPattern pattern,
        Framing framing,
        int connections,
        int inFlight,
        int payloadBytes,
        @Nullable Double rate,
        long warmupNanos,
        long windowNanos,
        long stallNanos,
        long outstandingMax,
        @Nullable Long pid,
        boolean spin) {}
