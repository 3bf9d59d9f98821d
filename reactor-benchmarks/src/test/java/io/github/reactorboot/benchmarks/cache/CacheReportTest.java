package io.github.reactorboot.benchmarks.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.benchmarks.report.MachineInfo;
import io.github.reactorboot.benchmarks.report.ResultFiles;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CacheReportTest {

    private static final MachineInfo MACHINE =
            new MachineInfo("2026-01-02T03:04:05Z", "abc", "JDK 25", "Linux 6", "CPU", 2, "0 0 0");
    private static final Software SOFTWARE =
            new Software("Redis server v=7", List.of("--save", ""), List.of(), "-XX:+UseSerialGC");
    private static final CacheSettings SETTINGS =
            new CacheSettings(List.of("ping_mbulk", "get"), List.of(64), 50, 64, 1, 3, 0);

    private static CacheWindow window(String server, String test, double rate, double cpuNanos) {
        BenchmarkLine line = new BenchmarkLine(test, rate, 1, 2, 3);
        return new CacheWindow(1, server, new Case(test, 64), 1_000, line, cpuNanos);
    }

    private static final CacheResult RESULT =
            CacheResult.of(
                    MACHINE,
                    SOFTWARE,
                    SETTINGS,
                    List.of(
                            window("sample", "ping_mbulk", 3_000_000, 250),
                            window("redis", "ping_mbulk", 2_000_000, 500),
                            window("redis", "get", 2_000_000, 400),
                            window("sample", "get", 1_000_000, 1_000)));

    @Test
    void showsBothAndTheirRatio() {
        assertThat(CacheReport.table(RESULT.comparisons()).lines())
                .contains(
                        "| PING | 64 | 3,000,000 | 2,000,000 | 1.50 (1.50 .. 1.50) | 250 | 500 |"
                                + " 0.50 (0.50 .. 0.50) | 75 / 100 | 2.00 / 2.00 |",
                        "| GET | 64 | 1,000,000 | 2,000,000 | 0.50 (0.50 .. 0.50) MISSED | 1,000 | 400 |"
                                + " 2.50 (2.50 .. 2.50) | 100 / 80 | 2.00 / 2.00 |");
    }

    @Test
    void saysWhatItWasMadeOn() {
        assertThat(CacheReport.markdown(RESULT))
                .contains("Commit abc, JDK 25, Linux 6, CPU x 2, load 0 0 0, 2026-01-02T03:04:05Z.")
                .contains("Redis server v=7, options `--save ''`. Java options none,")
                .contains("flags in effect: `-XX:+UseSerialGC`")
                .contains("with 50 connections and values of 64 bytes")
                .contains("| GET |");
    }

    @Test
    void isWrittenForMachinesToo(@TempDir Path directory) throws Exception {
        ResultFiles.write(directory.resolve("new"), "cache", RESULT, "text");
        JsonNode json = JsonMapper.shared().readTree(directory.resolve("new/cache.json"));
        assertThat(json.at("/machine/commit").asString()).isEqualTo("abc");
        assertThat(json.at("/comparisons/0/rateRatio/median").asDouble()).isEqualTo(1.5);
        assertThat(json.at("/windows/3/client/requestsPerSecond").asDouble()).isEqualTo(1e6);
        assertThat(directory.resolve("new/cache.md")).hasContent("text");
    }
}
