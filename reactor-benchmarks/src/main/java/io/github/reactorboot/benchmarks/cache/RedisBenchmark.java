package io.github.reactorboot.benchmarks.cache;

import io.github.reactorboot.benchmarks.process.Child;
import io.github.reactorboot.benchmarks.process.ChildFailure;
import io.github.reactorboot.benchmarks.process.Children;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs redis-benchmark(1). */
final class RedisBenchmark {

    /** It tries for ever to reach a server that is gone. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Children children;
    private final List<String> program;
    private final CacheSettings settings;

    RedisBenchmark(Children children, List<String> program, CacheSettings settings) {
        this.children = children;
        this.program = List.copyOf(program);
        this.settings = settings;
    }

    /** Asks so often, and waits until all is answered. */
    BenchmarkLine run(int port, Case asked, long requests)
            throws ChildFailure, InterruptedException {
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of("-h", "127.0.0.1", "-p", Integer.toString(port)));
        command.addAll(List.of("-t", asked.test(), "-P", Integer.toString(asked.pipeline())));
        command.addAll(List.of("-c", Integer.toString(settings.clients())));
        command.addAll(List.of("-d", Integer.toString(settings.dataSize())));
        command.addAll(List.of("-n", Long.toString(requests), "--csv"));
        try (Child child = children.start("redis-benchmark " + asked, command)) {
            List<String> output = new ArrayList<>();
            output.add(child.readLine(PATIENCE));
            output.add(child.readLine(PATIENCE));
            child.awaitSuccess(PATIENCE);
            return parse(child, output);
        }
    }

    private static BenchmarkLine parse(Child child, List<String> output) throws ChildFailure {
        try {
            return BenchmarkLine.parse(output);
        } catch (IllegalArgumentException e) {
            throw child.failure("said something unexpected: " + e.getMessage());
        }
    }
}
