package io.github.reactorboot.benchmarks.start;

import io.github.reactorboot.benchmarks.process.ChildFailure;
import io.github.reactorboot.benchmarks.process.Children;
import io.github.reactorboot.benchmarks.report.MachineInfo;
import io.github.reactorboot.benchmarks.report.Progress;
import io.github.reactorboot.benchmarks.report.ResultFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures what the starter adds to the start of an application. */
@Command(
        name = "start",
        description =
                "Measures what the starter adds to the start of an empty Spring Boot application.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class StartCommand implements Callable<Integer> {

    private static final int ROUNDS = 15;
    private static final int ROUNDS_QUICK = 3;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "starts of each application, after one that does not count (default: 15)")
    private @Nullable Integer rounds;

    @Option(names = "--quick", description = "3 rounds")
    private boolean quick;

    @Option(
            names = "--java-options",
            split = " ",
            paramLabel = "OPTIONS",
            description = "of the applications' JVMs, with spaces between (default: none)")
    private List<String> javaOptions = new ArrayList<>();

    @Option(
            names = "--output",
            paramLabel = "DIR",
            defaultValue = "benchmark-results",
            description = "where start.json and start.md go (default: ${DEFAULT-VALUE})")
    private Path output = Path.of("benchmark-results");

    /** Made by the command line. */
    public StartCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        MachineInfo machine = MachineInfo.here();
        try {
            StartResult result = StartResult.of(machine, javaOptions, measure());
            System.out.println(StartReport.tables(result));
            System.out.print(StartReport.verdict(result));
            ResultFiles.write(output, "start", result, StartReport.markdown(result));
            return CommandLine.ExitCode.OK;
        } catch (ChildFailure e) {
            System.err.println(e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    private List<StartRound> measure() throws ChildFailure, InterruptedException {
        int count = rounds != null ? rounds : quick ? ROUNDS_QUICK : ROUNDS;
        List<StartVariant> order = new ArrayList<>(List.of(StartVariant.values()));
        List<StartRound> counted = new ArrayList<>();
        try (Children children = new Children();
                Progress progress = Progress.of("start", (count + 1) * order.size())) {
            ApplicationLauncher launcher = new ApplicationLauncher(children, javaOptions);
            for (int round = 0; round <= count; round++) {
                Map<StartVariant, StartFigures> figures = new EnumMap<>(StartVariant.class);
                for (StartVariant variant : order) {
                    StartFigures of = launcher.start(variant);
                    figures.put(variant, of);
                    progress.done(line(round, variant, of));
                }
                // The first one brings files into memory and does not count.
                if (round > 0) {
                    counted.add(new StartRound(round, figures));
                }
                // None always comes after the same other.
                Collections.rotate(order, 1);
            }
        }
        return counted;
    }

    private static String line(int round, StartVariant variant, StartFigures figures) {
        return String.format(
                Locale.ROOT,
                "round %d, %s: %.0f ms",
                round,
                variant.title(),
                figures.uptimeMillis());
    }
}
