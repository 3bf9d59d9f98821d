package io.github.reactorboot.benchmarks.cache;

import io.github.reactorboot.benchmarks.report.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Both servers in one case. Ratios are formed within each round first: a machine that slows down
 * from round to round does not move them.
 *
 * @param asked the case
 * @param sample medians of ours
 * @param redis medians of Redis
 * @param rateRatio requests per second, ours divided by Redis
 * @param cpuRatio processor time per request, ours divided by Redis
 */
record Comparison(Case asked, Medians sample, Medians redis, Spread rateRatio, Spread cpuRatio) {

    /**
     * The medians of one server.
     *
     * @param requestsPerSecond requests per second
     * @param serverCpuNanosPerRequest processor time of the server per request
     * @param serverBusyPercent of its processor
     * @param p50Millis median latency
     * @param p99Millis latency that 1 % exceed
     */
    record Medians(
            double requestsPerSecond,
            double serverCpuNanosPerRequest,
            double serverBusyPercent,
            double p50Millis,
            double p99Millis) {

        static Medians of(List<CacheWindow> windows) {
            return new Medians(
                    median(windows, CacheWindow::requestsPerSecond),
                    median(windows, CacheWindow::serverCpuNanosPerRequest),
                    median(windows, CacheWindow::serverBusyPercent),
                    median(windows, window -> window.client().p50Millis()),
                    median(windows, window -> window.client().p99Millis()));
        }

        private static double median(
                List<CacheWindow> windows, ToDoubleFunction<CacheWindow> figure) {
            return Spread.of(windows.stream().map(figure::applyAsDouble).toList()).median();
        }
    }

    /** Of all rounds of a case, each of which has a window of both servers. */
    static Comparison of(Case asked, List<CacheWindow> windows) {
        List<CacheWindow> sample = of(asked, Servers.SAMPLE, windows);
        List<CacheWindow> redis = of(asked, Servers.REDIS, windows);
        return new Comparison(
                asked,
                Medians.of(sample),
                Medians.of(redis),
                ratio(sample, redis, CacheWindow::requestsPerSecond),
                ratio(sample, redis, CacheWindow::serverCpuNanosPerRequest));
    }

    private static List<CacheWindow> of(Case asked, String server, List<CacheWindow> windows) {
        return windows.stream()
                .filter(each -> each.asked().equals(asked) && each.server().equals(server))
                .toList();
    }

    private static Spread ratio(
            List<CacheWindow> sample,
            List<CacheWindow> redis,
            ToDoubleFunction<CacheWindow> figure) {
        List<Double> ratios = new ArrayList<>();
        for (CacheWindow ours : sample) {
            CacheWindow peer =
                    redis.stream()
                            .filter(each -> each.round() == ours.round())
                            .findFirst()
                            .orElseThrow(() ->
                                    new IllegalArgumentException(
                                            "no peer in round " + ours.round()));
            ratios.add(figure.applyAsDouble(ours) / figure.applyAsDouble(peer));
        }
        return Spread.of(ratios);
    }
}
