package io.github.reactorboot.benchmarks.load;

import java.io.PrintWriter;
import java.util.Locale;

/** A result for people. */
final class LoadTable {

    private LoadTable() {}

    static void print(LoadResult result, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%s: %d connections, %d in flight, %d bytes, framing %s, %.2f s%n",
                result.pattern(),
                result.connections(),
                result.inFlight(),
                result.payloadBytes(),
                result.framing(),
                result.seconds());
        out.printf(Locale.ROOT, "messages        %,d%n", result.messages());
        out.printf(Locale.ROOT, "messages/s      %,.0f%n", result.messagesPerSecond());
        if (result.offeredPerSecond() != null) {
            out.printf(Locale.ROOT, "offered/s       %,.0f%n", result.offeredPerSecond());
        }
        if (result.serverCpuNanosPerMessage() != null) {
            out.printf(
                    Locale.ROOT,
                    "server CPU      %,.0f ns/message%n",
                    result.serverCpuNanosPerMessage());
        }
        out.printf(
                Locale.ROOT,
                "client CPU      %,.0f ns/message%n",
                result.clientCpuNanosPerMessage());
        Latency latency = result.latency();
        if (latency != null) {
            out.printf(
                    Locale.ROOT,
                    "latency         p50 %,.1f  p90 %,.1f  p99 %,.1f  p99.9 %,.1f  max %,.1f us%n",
                    latency.p50Micros(),
                    latency.p90Micros(),
                    latency.p99Micros(),
                    latency.p999Micros(),
                    latency.maxMicros());
        }
        out.printf(Locale.ROOT, "errors          %,d%n", result.errors());
    }
}
