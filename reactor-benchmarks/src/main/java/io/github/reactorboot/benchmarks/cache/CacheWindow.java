package io.github.reactorboot.benchmarks.cache;

import java.util.Locale;

/**
 * One server in one case in one round.
 *
 * @param round from 1; 0 does not count
 * @param server its name
 * @param asked what it was asked
 * @param requests how often
 * @param client what redis-benchmark said
 * @param serverCpuNanosPerRequest processor time of the server for each
 */
record CacheWindow(
        int round,
        String server,
        Case asked,
        long requests,
        BenchmarkLine client,
        double serverCpuNanosPerRequest) {

    double requestsPerSecond() {
        return client.requestsPerSecond();
    }

    /** Below 100, the client or the kernel is waited for. */
    double serverBusyPercent() {
        return serverCpuNanosPerRequest * requestsPerSecond() / 1e7;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "round %d, %s, %s: %,.0f requests/s, %,.0f ns",
                round,
                asked,
                server,
                requestsPerSecond(),
                serverCpuNanosPerRequest);
    }
}
