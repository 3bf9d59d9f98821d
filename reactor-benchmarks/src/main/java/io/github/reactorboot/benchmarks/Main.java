package io.github.reactorboot.benchmarks;

import io.github.reactorboot.benchmarks.cache.CacheCommand;
import io.github.reactorboot.benchmarks.compare.Compare;
import io.github.reactorboot.benchmarks.echo.EchoCommand;
import io.github.reactorboot.benchmarks.jmh.JmhCommand;
import io.github.reactorboot.benchmarks.load.LoadCommand;
import io.github.reactorboot.benchmarks.start.StartCommand;
import io.github.reactorboot.benchmarks.timers.TimersCommand;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line. Each subcommand is a class of its own package. */
@Command(
        name = "reactor-benchmarks",
        description = "Measures the reactor runtime beside its peers.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        scope = CommandLine.ScopeType.INHERIT,
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

    @Spec private @Nullable CommandSpec spec;

    Main() {}

    /** Ends the process with the exit code of the subcommand. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }

    @Override
    public void run() {
        throw new ParameterException(Objects.requireNonNull(spec).commandLine(), "Which command?");
    }
}
