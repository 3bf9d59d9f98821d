package io.github.reactorboot.benchmarks.jmh;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** Hands all its arguments, also {@code -h}, to JMH's own command line. */
@Command(
        name = "jmh",
        description = {
            "Runs the JMH benchmarks: framers, timers, commands, handlers.",
            "All arguments are those of JMH: -h for help, -l lists the benchmarks."
        })
public final class JmhCommand implements Callable<Integer> {

    // The command has no options and no parameters, so this is everything, in the order given.
    @Unmatched private final List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        org.openjdk.jmh.Main.main(arguments.toArray(String[]::new));
        return 0;
    }

    List<String> arguments() {
        return List.copyOf(arguments);
    }
}
