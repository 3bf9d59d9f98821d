package io.github.reactorboot.benchmarks.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.benchmarks.report.MachineInfo;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StartReportTest {

    private static final MachineInfo MACHINE =
            new MachineInfo("2026-01-02T03:04:05Z", "abc", "JDK 25", "Linux 6", "CPU", 2, "0 0 0");

    private static StartRound round(int round, double without, double nothing, double listener) {
        return new StartRound(
                round,
                Map.of(
                        StartVariant.WITHOUT,
                        new StartFigures(without, 100, 200, 4_000, 0),
                        StartVariant.NOTHING_DECLARED,
                        new StartFigures(nothing, 110, 220, 4_100, 0),
                        StartVariant.ONE_LISTENER,
                        new StartFigures(listener, 150, 260, 4_500, 1)));
    }

    private static final StartResult RESULT =
            StartResult.of(
                    MACHINE,
                    List.of("-Xshare:auto"),
                    List.of(
                            round(1, 500, 530, 601),
                            round(2, 900, 920, 1_050),
                            round(3, 500, 540, 601)));

    @Test
    void showsDifferencesWithinRounds() {
        assertThat(StartReport.tables(RESULT).lines())
                .contains(
                        "| without the starter's configuration | 500 (500) | 100 (100) | 200 | 4000 |",
                        "| with it, nothing declared | +30 (+20 .. +40) | +10 (+10 .. +10) |"
                                + " +20 (+20 .. +20) | 100 |",
                        "| with it, one listener and one handler | +101 (+101 .. +150) |"
                                + " +50 (+50 .. +50) | +60 (+60 .. +60) | 500 |");
    }

    @Test
    void judgesByTheBar() {
        assertThat(StartReport.verdict(RESULT).lines())
                .containsExactly(
                        "with it, nothing declared: +30 ms, bar 100 ms, reached",
                        "with it, one listener and one handler: +101 ms, bar 100 ms, MISSED");
    }

    @Test
    void saysWhatItWasMadeOn() {
        assertThat(StartReport.markdown(RESULT))
                .contains("medians of 3 rounds")
                .contains("Commit abc, JDK 25, Linux 6, CPU x 2, load 0 0 0, 2026-01-02T03:04:05Z.")
                .contains("Options of the JVM: -Xshare:auto.")
                .contains("| with it, nothing declared |");
    }
}
