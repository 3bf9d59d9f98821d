package io.github.reactorboot.benchmarks.compare;

import io.github.reactorboot.benchmarks.process.Processors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of {@link Compare}. What depends on {@code --quick} has no default of its own. */
final class CompareOptions {

    private static final int ROUNDS = 5;
    private static final Timing TIMING = new Timing(3, 4);
    private static final int QUICK_ROUNDS = 1;
    private static final Timing QUICK_TIMING = new Timing(1, 1);

    @Option(
            names = "--scenarios",
            split = ",",
            paramLabel = "NAME",
            description =
                    "Which, of plain, framed, annotated, accept, memory, growth, latency, fan-out"
                            + " and allocation; all by default.")
    private List<String> scenarios = List.of();

    @Option(
            names = "--contenders",
            split = ",",
            paramLabel = "NAME",
            converter = ContenderConverter.class,
            description =
                    "Who: selector, or reactor-, spring- or netty- and a transport (nio, epoll,"
                            + " io_uring), or c-epoll, c-io_uring, which need gcc; by default all"
                            + " that can run here.")
    private List<Contender> contenders = List.of();

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "How often each window is run; 5, quick 1.")
    private @Nullable Integer rounds;

    @Option(
            names = "--warmup",
            paramLabel = "SECONDS",
            description = "Warm-up before each window; 3, quick 1.")
    private @Nullable Integer warmup;

    @Option(
            names = "--seconds",
            paramLabel = "SECONDS",
            description = "Length of a window; 4, quick 1.")
    private @Nullable Integer seconds;

    @Option(
            names = "--quick",
            description =
                    "A smoke test of less than 5 minutes: every scenario, but with fewer cases,"
                            + " short windows, and all but one raw and one framed case on the first"
                            + " transport only.")
    private boolean quick;

    @Option(
            names = "--server-cpu",
            paramLabel = "N",
            description = "The server's processor; the first that is allowed.")
    private @Nullable Integer serverProcessor;

    @Option(
            names = "--client-cpu",
            paramLabel = "N",
            description = "The client's processor; the next that is allowed.")
    private @Nullable Integer clientProcessor;

    @Option(
            names = "--unpinned",
            description = "Bind nothing to a processor: for machines where that is impossible.")
    private boolean unpinned;

    @Option(
            names = "--output",
            paramLabel = "DIRECTORY",
            defaultValue = "benchmark-results",
            description = "Where results.json and report.md go; ${DEFAULT-VALUE}.")
    private @Nullable Path output;

    @Option(
            names = "--java-options",
            split = " ",
            paramLabel = "OPTIONS",
            description = "Options of the servers' JVMs, as one argument.")
    private List<String> javaOptions = List.of();

    @Option(
            names = "--report-only",
            paramLabel = "DIRECTORY",
            description = "Run nothing: make the report of the results.json there once more.")
    private @Nullable Path reportOnly;

    @Spec(Spec.Target.MIXEE)
    private CommandLine.Model.@Nullable CommandSpec spec;

    List<Scenario> scenarios() {
        List<Scenario> all = new Scenarios(quick).all();
        List<String> names = all.stream().map(Scenario::name).toList();
        for (String name : scenarios) {
            if (!names.contains(name)) {
                throw wrong("'%s' is no scenario; there are %s".formatted(name, names));
            }
        }
        return all.stream()
                .filter(each -> scenarios.isEmpty() || scenarios.contains(each.name()))
                .toList();
    }

    List<Contender> contenders() {
        return contenders;
    }

    int rounds() {
        return positive("--rounds", rounds, quick ? QUICK_ROUNDS : ROUNDS);
    }

    Timing timing() {
        Timing usual = quick ? QUICK_TIMING : TIMING;
        return new Timing(
                positive("--warmup", warmup, usual.warmupSeconds()),
                positive("--seconds", seconds, usual.seconds()));
    }

    boolean isQuick() {
        return quick;
    }

    Processors processors() throws IOException {
        return Processors.of(serverProcessor, clientProcessor);
    }

    boolean isUnpinned() {
        return unpinned;
    }

    Path output() {
        return Objects.requireNonNull(output);
    }

    List<String> javaOptions() {
        return javaOptions;
    }

    @Nullable Path reportOnly() {
        return reportOnly;
    }

    private int positive(String option, @Nullable Integer given, int usual) {
        if (given != null && given < 1) {
            throw wrong(option + " is at least 1");
        }
        return given == null ? usual : given;
    }

    private CommandLine.ParameterException wrong(String why) {
        return new CommandLine.ParameterException(Objects.requireNonNull(spec).commandLine(), why);
    }
}
