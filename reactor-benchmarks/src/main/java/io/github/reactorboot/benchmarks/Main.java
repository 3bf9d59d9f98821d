package io.github.reactorboot.benchmarks;

import io.github.reactorboot.benchmarks.cache.CacheCommand;
import io.github.reactorboot.benchmarks.compare.Compare;
import io.github.reactorboot.benchmarks.echo.EchoCommand;
import io.github.reactorboot.benchmarks.jmh.JmhCommand;
import io.github.reactorboot.benchmarks.load.LoadCommand;
import io.github.reactorboot.benchmarks.start.StartCommand;
import io.github.reactorboot.benchmarks.timers.TimersCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line. Each subcommand is a class of its own package. */
@Command(
        name = "reactor-benchmarks",
        description = "Measures the reactor runtime beside its peers.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            EchoCommand.class,
            LoadCommand.class,
            Compare.class,
            CacheCommand.class,
            StartCommand.class,
            JmhCommand.class,
            TimersCommand.class
        })
public final class Main implements Runnable {

    @CommandLine.Spec private CommandLine.Model.@org.jspecify.annotations.Nullable CommandSpec spec;

    private Main() {}

    /** Ends the process with the exit code of the subcommand. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                java.util.Objects.requireNonNull(spec).commandLine(), "Which command?");
    }
}
