package io.github.reactorboot.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.benchmarks.process.ClassHistogram;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFileTest {

    @Test
    void whatIsWrittenIsReadAgain(@TempDir Path directory) {
        Variant variant =
                Variant.load(ServerShape.RAW, LoadShape.echo(500, 8, 1024))
                        .comparedWith("base")
                        .atHalfOf("maximum");
        Window window = new Window("latency", variant, Contender.named("reactor-x9"), 2, 12.5);
        MemoryFigures memory =
                new MemoryFigures(10, 20, 30, List.of(new ClassHistogram.Growth("[B", 1, 2)));
        Results results =
                new Results(
                        Sample.header(Map.of("netty-x9", "no such\ntransport")),
                        List.of(
                                WindowResult.of(window, Sample.load(1, 2, 0)),
                                WindowResult.of(
                                        window,
                                        Sample.load(1, 2, 0),
                                        new AllocationFigures(1, 2.5, 3)),
                                WindowResult.of(window, memory),
                                WindowResult.failed(window, "it \"died\"")));
        ResultFile file = new ResultFile(directory);
        file.write(results);
        assertThat(file.read()).isEqualTo(results);
    }
}
