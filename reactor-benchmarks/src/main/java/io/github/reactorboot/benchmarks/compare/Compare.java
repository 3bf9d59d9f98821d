package io.github.reactorboot.benchmarks.compare;

import io.github.reactorboot.benchmarks.process.BenchmarkJvm;
import io.github.reactorboot.benchmarks.process.Children;
import io.github.reactorboot.benchmarks.process.Pinning;
import io.github.reactorboot.benchmarks.process.Processors;
import io.github.reactorboot.benchmarks.report.MachineInfo;
import io.github.reactorboot.benchmarks.report.Progress;
import io.github.reactorboot.benchmarks.yardstick.CompiledServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Spec;

/** The subcommand {@code compare}. */
@Command(
        name = "compare",
        description = {
            "Runs servers beside each other, interleaved in rounds, and reports what they reach.",
            "Exit code 0 if every window was sound, whoever is ahead."
        },
        mixinStandardHelpOptions = true)
public final class Compare implements Callable<Integer> {

    private static final int UNSOUND = 1;

    @Mixin private final CompareOptions options = new CompareOptions();

    @Spec private CommandLine.Model.@Nullable CommandSpec spec;

    /** Made by the command line. */
    public Compare() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path reported = options.reportOnly();
        if (reported != null) {
            say("report: " + Report.write(new ResultFile(reported).read(), reported));
            return CommandLine.ExitCode.OK;
        }
        Pinning serverPinning = Pinning.none();
        Pinning clientPinning = Pinning.none();
        if (!options.isUnpinned()) {
            Processors processors = processors();
            serverPinning = Pinning.to(processors.server());
            clientPinning = Pinning.to(processors.client());
        }
        Files.createDirectories(options.output());
        try (Children children = new Children()) {
            Servers servers =
                    new Servers(
                            new BenchmarkJvm(children, options.javaOptions(), serverPinning),
                            new CompiledServers(children, serverPinning));
            Results results =
                    run(children, servers, new BenchmarkJvm(children, List.of(), clientPinning));
            say("report: " + Report.write(results, options.output()));
            return verdict(results);
        }
    }

    private Results run(Children children, Servers servers, BenchmarkJvm client)
            throws InterruptedException {
        // Wrong options are told before anything is started.
        List<Scenario> scenarios = options.scenarios();
        Timing timing = options.timing();
        int rounds = options.rounds();
        Probe probe = new Probe(servers);
        List<Contender> named = options.contenders();
        if (named.isEmpty()) {
            probe.all();
            new TreeMap<>(probe.absent()).forEach(this::sayLeftOut);
        } else {
            probe.these(named);
            probe.absent().forEach((name, why) -> refuse(name + " cannot run here: " + why));
        }
        List<Window> windows = new Plan(scenarios, probe.present(), rounds).windows();
        if (windows.isEmpty()) {
            refuse("none of these contenders takes part in these scenarios");
        }
        ResultFile file = new ResultFile(options.output());
        try (Progress progress = Progress.of("compare", windows.size())) {
            return new Runner(
                            new ProcessWindows(children, servers, client, timing),
                            progress,
                            header(probe.absent()),
                            file::write)
                    .run(windows);
        }
    }

    private Header header(Map<String, String> leftOut) {
        return new Header(
                MachineInfo.here(),
                new ArrayList<>(commandSpec().commandLine().getParseResult().originalArgs()),
                options.timing(),
                options.rounds(),
                options.isQuick(),
                !options.isUnpinned(),
                options.javaOptions(),
                leftOut);
    }

    private int verdict(Results results) {
        List<WindowResult> failures = results.failures();
        if (failures.isEmpty()) {
            return CommandLine.ExitCode.OK;
        }
        say("%d of %d windows failed:".formatted(failures.size(), results.windows().size()));
        failures.forEach(each -> say(each.window() + ": " + each.failure()));
        return UNSOUND;
    }

    private Processors processors() throws IOException {
        Processors processors = options.processors();
        String obstacle = Pinning.obstacle(processors.server(), processors.client());
        if (!obstacle.isEmpty()) {
            refuse(obstacle + "; --unpinned measures without, for what that is worth");
        }
        return processors;
    }

    /** The first lines say it, where the reason does not end with its first line. */
    private void sayLeftOut(String contender, String why) {
        say(contender + " is left out: " + why.lines().limit(2).collect(Collectors.joining(" ")));
    }

    private void refuse(String why) {
        throw new CommandLine.ParameterException(commandSpec().commandLine(), why);
    }

    private void say(String line) {
        commandSpec().commandLine().getOut().println(line);
        commandSpec().commandLine().getOut().flush();
    }

    private CommandLine.Model.CommandSpec commandSpec() {
        return Objects.requireNonNull(spec);
    }
}
