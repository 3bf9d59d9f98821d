package io.github.reactorboot.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of a fixed result file with all scenarios, two rounds and a failed window. */
class ReportTest {

    @TempDir private Path directory;
    private Results results;

    @BeforeEach
    void readResults() throws IOException {
        try (InputStream file = ReportTest.class.getResourceAsStream("results.json")) {
            Files.copy(file, directory.resolve("results.json"));
        }
        results = new ResultFile(directory).read();
    }

    @Test
    void theHeaderSaysWhereAndHow() {
        assertThat(lines())
                .contains(
                        "| commit | abc123 |",
                        "| processor | 2 x A Processor |",
                        "| command line | compare --rounds 2 |",
                        "| JVM options of the servers | -Xmx1g |",
                        "| windows | rounds: 2; each window 4 s after 3 s of warm-up |",
                        "| processors | one for the server, another for the client |");
    }

    @Test
    void mediansAndRatiosStandByCase() {
        assertThat(lines())
                .contains(
                        "| case | contender | messages/s | server CPU ns/message | server busy % | client busy % |",
                        "| C=50 D=1 | reactor-nio | 150,000 | 6,000 | 85.0 | 60.0 |",
                        "| C=50 D=1 | reactor-nio / netty-nio | 1.500 (1.000..2.000) | 0.750 (0.500..1.000) |",
                        "| half load | reactor-nio | 40,000 | 90.0 | 200 | 330 | 900 | 7.000 |",
                        "| C=10000 / C=50 | reactor-nio | 0.500 (0.500..0.500) | 1.600 (1.600..1.600) |");
    }

    @Test
    void failuresAndAbsentContendersAreTold() {
        assertThat(lines())
                .contains(
                        "## Failed windows",
                        "- plain, C=50 D=1, selector, round 2:",
                        "      it died:",
                        "      out of luck",
                        "## Contenders that cannot run here",
                        "- netty-io_uring:",
                        "      not in this kernel",
                        "      Usage:")
                .noneMatch(line -> line.contains("and more"));
    }

    @Test
    void theBarIsJudgedByMediansOfRatios() {
        assertThat(new Bar(results).rows())
                .map(row ->
                        row.what() + ": " + row.figure() + " " + row.bar() + " " + row.conclusion())
                .containsExactly(
                        "plain, C=50 D=1: server CPU ns/message, reactor-nio / netty-nio: 0.750 (0.500..1.000) <= 1.000 reached",
                        "framed, C=50 D=32: server CPU ns/message, reactor-nio / netty-nio: 0.400 (0.400..0.400) <= 0.333 **not reached**",
                        "framed, C=50 D=32: messages/s, reactor-nio / netty-nio: 2.000 (2.000..2.000) >= 3.000 client is the limit",
                        "framed, C=50 D=32: server CPU ns/message, reactor-nio / selector: 1.053 (1.053..1.053) <= 1.100 reached",
                        "annotated, C=50 D=32: server CPU ns/message, spring-nio / reactor-nio: 1.040 (1.040..1.040) <= 1.050 reached",
                        "accept, C=32: connections/s, reactor-nio / netty-nio: 1.500 (1.500..1.500) >= 1.500 reached",
                        "memory, C=10000: heap bytes/session, reactor-nio: 1,023 <= 1,024 reached",
                        "growth, C=10000: server CPU ns/message, reactor-nio / C=50: 1.600 (1.600..1.600) <= 1.500 **not reached**, but disturbed",
                        "latency, half load: p50 us, reactor-nio / netty-nio: 0.900 (0.900..0.900) <= 1.000 reached",
                        "latency, half load: p99 us, reactor-nio / netty-nio: 1.000 (1.000..1.000) <= 1.000 reached",
                        "latency, half load: p99.9 us, reactor-nio / netty-nio: 1.100 (1.100..1.100) <= 1.000 **not reached**",
                        "latency, C=1 D=1 spin: p50 us, reactor-nio / C=1 D=1 block: 0.500 (0.500..0.500) <= 0.500 reached",
                        "allocation, raw: bytes/message, reactor-nio: 0 0 reached",
                        "allocation, raw: bytes/message, spring-nio: 16.0 0 **not reached**");
    }

    @Test
    void disturbedRowsAreExplained() {
        assertThat(new Report(results, Drawn.nothing("none wanted")).text())
                .contains("**not reached**, but disturbed |", "\nDisturbed: server and client");
    }

    @Test
    void everyPictureIsBesideTheReport() throws IOException {
        Report.write(results, directory);
        assertThat(directory.resolve("report.md")).content().doesNotContain("No plots");
        for (String name :
                List.of(
                        "plain-echo-one-message-in-flight.png",
                        "framed-echo-many-messages-in-flight.png",
                        "growth-of-connections-d-1.png",
                        "latency-at-half-load.png")) {
            assertThat(directory.resolve("report.md")).content().contains("](" + name + ")");
            assertThat(coloursOf(directory.resolve(name))).contains(0xD55E00);
        }
    }

    private static Set<Integer> coloursOf(Path picture) throws IOException {
        BufferedImage image = ImageIO.read(picture.toFile());
        Set<Integer> colours = new HashSet<>();
        for (int x = 0; x < image.getWidth(); x++) {
            for (int y = 0; y < image.getHeight(); y++) {
                colours.add(image.getRGB(x, y) & 0xFFFFFF);
            }
        }
        return colours;
    }

    @Test
    void withoutPicturesTheReportSaysWhy() {
        String text = new Report(results, Drawn.nothing("no fonts")).text();
        assertThat(text).contains("No plots: no fonts").doesNotContain(".png");
    }

    private List<String> lines() {
        return new Report(results, Drawn.nothing("none wanted")).text().lines().toList();
    }
}
