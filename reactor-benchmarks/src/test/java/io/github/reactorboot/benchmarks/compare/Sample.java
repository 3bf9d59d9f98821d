package io.github.reactorboot.benchmarks.compare;

import io.github.reactorboot.benchmarks.load.Latency;
import io.github.reactorboot.benchmarks.load.LoadResult;
import io.github.reactorboot.benchmarks.report.MachineInfo;
import java.util.List;
import java.util.Map;

/** Made-up results. */
final class Sample {

    private Sample() {}

    static Header header(Map<String, String> leftOut) {
        return new Header(
                new MachineInfo(
                        "2026-01-02T03:04:05Z", "abc123", "JDK 25", "Linux 6", "CPU", 2, "0 0 0"),
                List.of("compare", "--quick"),
                new Timing(1, 2),
                3,
                true,
                true,
                List.of("-Xmx1g"),
                leftOut);
    }

    static LoadResult load(double rate, double serverCpu, long errors) {
        Latency latency = new Latency(10, 20, 30, 40, 50, 1000);
        return new LoadResult(
                "echo",
                50,
                1,
                64,
                "raw",
                2,
                (long) (2 * rate),
                rate,
                null,
                serverCpu,
                100,
                latency,
                null,
                errors);
    }
}
