package io.github.reactorboot.benchmarks.cache;

import io.github.reactorboot.benchmarks.process.Child;
import io.github.reactorboot.benchmarks.process.ChildFailure;
import io.github.reactorboot.benchmarks.process.Children;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What was measured, with which options.
 *
 * @param redis its version line
 * @param redisOptions of redis-server
 * @param javaOptions of the sample's JVM, as given
 * @param javaFlags those that the JVM then has, its own choices on that processor included
 */
record Software(
        String redis, List<String> redisOptions, List<String> javaOptions, String javaFlags) {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    Software {
        redisOptions = List.copyOf(redisOptions);
        javaOptions = List.copyOf(javaOptions);
    }

    /**
     * Asks the programs.
     *
     * @param prefix what comes before the commands of servers
     */
    static Software ask(
            Children children, List<String> prefix, Path redisServer, List<String> javaOptions)
            throws ChildFailure, InterruptedException {
        List<String> java = new ArrayList<>(prefix);
        java.add(Servers.java().toString());
        java.addAll(javaOptions);
        java.addAll(List.of("-XX:+PrintCommandLineFlags", "-version"));
        return new Software(
                firstLine(children, List.of(redisServer.toString(), "--version")),
                Servers.REDIS_OPTIONS,
                javaOptions,
                firstLine(children, java));
    }

    private static String firstLine(Children children, List<String> command)
            throws ChildFailure, InterruptedException {
        try (Child child = children.start(String.join(" ", command), command)) {
            String line = child.readLine(PATIENCE);
            child.awaitSuccess(PATIENCE);
            return line.strip();
        }
    }
}
