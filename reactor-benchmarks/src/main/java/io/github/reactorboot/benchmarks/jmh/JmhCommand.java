package io.github.reactorboot.benchmarks.jmh;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
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

    private static final Pattern FAIL_ON_ERROR = Pattern.compile("--?foe(=.*)?");

    // The command has no options and no parameters, so this is everything, in the order given.
    @Unmatched private final List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        org.openjdk.jmh.Main.main(jmhArguments().toArray(String[]::new));
        return 0;
    }

    List<String> arguments() {
        return List.copyOf(arguments);
    }

    /**
     * Makes JMH fail on an error, if nothing else is said: else a benchmark that threw is left out
     * of the results, and the exit code is still 0.
     */
    List<String> jmhArguments() {
        List<String> all = new ArrayList<>(arguments);
        if (arguments.stream().noneMatch(each -> FAIL_ON_ERROR.matcher(each).matches())) {
            all.addFirst("true");
            all.addFirst("-foe");
        }
        return all;
    }
}
