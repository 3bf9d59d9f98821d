package io.github.reactorboot.benchmarks.cache;

import io.github.reactorboot.benchmarks.process.ChildFailure;
import io.github.reactorboot.benchmarks.process.Children;
import io.github.reactorboot.benchmarks.process.Pinning;
import io.github.reactorboot.benchmarks.process.Processors;
import io.github.reactorboot.benchmarks.report.MachineInfo;
import io.github.reactorboot.benchmarks.report.Progress;
import io.github.reactorboot.benchmarks.report.ResultFiles;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Measures the sample application beside a Redis server. */
@Command(
        name = "cache",
        description =
                "Measures the sample application beside a Redis server, with redis-benchmark.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class CacheCommand implements Callable<Integer> {

    private final Programs programs;
    private final PrintStream err;

    @Mixin private CacheOptions options = new CacheOptions();

    /** Made by the command line. */
    public CacheCommand() {
        this(Programs.ofThisProcess(), System.err);
    }

    CacheCommand(Programs programs, PrintStream err) {
        this.programs = programs;
        this.err = err;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        MachineInfo machine = MachineInfo.here();
        try {
            CacheResult result = measure(machine);
            System.out.print(CacheReport.table(result.comparisons()));
            ResultFiles.write(options.output, "cache", result, CacheReport.markdown(result));
            return CommandLine.ExitCode.OK;
        } catch (SetUpException e) {
            err.println(e.getMessage());
            return CommandLine.ExitCode.USAGE;
        } catch (ChildFailure e) {
            err.println(e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    private CacheResult measure(MachineInfo machine)
            throws SetUpException, ChildFailure, IOException, InterruptedException {
        CacheSettings settings = options.settings();
        Path redisServer = programs.find("redis-server", options.redisServer, "redis-server");
        Path redisBenchmark =
                programs.find("redis-benchmark", options.redisBenchmark, "redis-tools");
        Path sample = SampleJar.find(options.sample);
        Processors processors = Processors.of(options.serverProcessor, options.clientProcessor);
        String obstacle = Pinning.obstacle(processors.server(), processors.client());
        if (!obstacle.isEmpty()) {
            throw new SetUpException(obstacle);
        }
        List<String> onServer = prefix(processors.server());
        List<String> client = new ArrayList<>(prefix(processors.client()));
        client.add(redisBenchmark.toString());
        int steps = CacheRun.steps(settings, 2);
        try (Children children = new Children();
                Progress progress = Progress.of("cache", steps)) {
            Software software = Software.ask(children, onServer, redisServer, options.javaOptions);
            Servers servers = new Servers(children, onServer);
            List<CacheServer> both =
                    List.of(
                            servers.startSample(sample, options.javaOptions),
                            servers.startRedis(redisServer));
            CacheRun run =
                    new CacheRun(both, new RedisBenchmark(children, client, settings), settings);
            return CacheResult.of(machine, software, settings, run.run(progress));
        }
    }

    /**
     * Servers do not look at their standard input, so it is the kernel that ends them with this
     * process where nothing else can, see PR_SET_PDEATHSIG in prctl(2). It goes by the thread that
     * starts them, which is the one that waits for the results.
     */
    private List<String> prefix(int processor) {
        List<String> prefix = new ArrayList<>();
        @Nullable Path setpriv = programs.search("setpriv");
        if (setpriv != null) {
            prefix.addAll(List.of(setpriv.toString(), "--pdeathsig", "KILL", "--"));
        }
        prefix.addAll(Pinning.to(processor).prefix());
        return prefix;
    }
}
