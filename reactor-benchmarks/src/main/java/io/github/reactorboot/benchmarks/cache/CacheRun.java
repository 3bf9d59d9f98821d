package io.github.reactorboot.benchmarks.cache;

import io.github.reactorboot.benchmarks.process.ChildFailure;
import io.github.reactorboot.benchmarks.report.Progress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The windows, one after the other. */
final class CacheRun {

    /** Some hundred thousand of each test, so that a JVM has compiled what it runs. */
    private static final long WARM_UP_REQUESTS = 150_000;

    private static final int WARM_UP_PIPELINE_MAX = 16;

    private final List<CacheServer> servers;
    private final RedisBenchmark client;
    private final CacheSettings settings;

    CacheRun(List<CacheServer> servers, RedisBenchmark client, CacheSettings settings) {
        this.servers = List.copyOf(servers);
        this.client = client;
        this.settings = settings;
    }

    /** How many windows are run, warm-up included. */
    static int steps(CacheSettings settings, int servers) {
        return (settings.rounds() + 2) * settings.cases().size() * servers;
    }

    /** Those that count. */
    List<CacheWindow> run(Progress progress) throws ChildFailure, InterruptedException {
        for (CacheServer server : servers) {
            client.run(server.port(), new Case("set", 1), settings.clients());
            server.checkValue(settings.dataSize());
        }
        Map<Case, Long> requests = warmUp(progress);
        List<CacheWindow> windows = new ArrayList<>();
        for (int round = 0; round <= settings.rounds(); round++) {
            for (Case asked : settings.cases()) {
                for (CacheServer server : round % 2 == 0 ? servers : servers.reversed()) {
                    CacheWindow window =
                            window(round, server, asked, requests.getOrDefault(asked, 0L));
                    progress.done(window.toString());
                    // The first round is a second warm-up, as long as the others.
                    if (round > 0) {
                        windows.add(window);
                    }
                }
            }
        }
        return windows;
    }

    /** Runs all cases on all servers, and tells how many requests of each make a window. */
    private Map<Case, Long> warmUp(Progress progress) throws ChildFailure, InterruptedException {
        Map<Case, Long> requests = new HashMap<>();
        for (Case asked : settings.cases()) {
            for (CacheServer server : servers) {
                long some = WARM_UP_REQUESTS * Math.min(asked.pipeline(), WARM_UP_PIPELINE_MAX);
                BenchmarkLine line = client.run(server.port(), asked, some);
                requests.merge(asked, windowRequests(line.requestsPerSecond()), Math::max);
                progress.done("warm-up, " + asked + ", " + server.name());
            }
        }
        return requests;
    }

    private long windowRequests(double requestsPerSecond) {
        if (settings.requests() > 0) {
            return settings.requests();
        }
        return Math.max(1_000, Math.round(requestsPerSecond * settings.seconds()));
    }

    private CacheWindow window(int round, CacheServer server, Case asked, long requests)
            throws ChildFailure, InterruptedException {
        long before = server.cpuNanos();
        BenchmarkLine line = client.run(server.port(), asked, requests);
        double cpuNanos = server.cpuNanos() - before;
        return new CacheWindow(round, server.name(), asked, requests, line, cpuNanos / requests);
    }
}
