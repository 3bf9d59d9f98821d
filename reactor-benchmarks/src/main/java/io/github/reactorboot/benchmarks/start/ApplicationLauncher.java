package io.github.reactorboot.benchmarks.start;

import io.github.reactorboot.benchmarks.process.Child;
import io.github.reactorboot.benchmarks.process.ChildFailure;
import io.github.reactorboot.benchmarks.process.Children;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Starts applications, one at a time, each in a JVM of its own on this JVM's class path. */
final class ApplicationLauncher {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Children children;
    private final List<String> javaOptions;

    ApplicationLauncher(Children children, List<String> javaOptions) {
        this.children = children;
        this.javaOptions = List.copyOf(javaOptions);
    }

    StartFigures start(StartVariant variant) throws ChildFailure, InterruptedException {
        try (Child child = children.start("start " + variant, command(variant))) {
            StartFigures figures =
                    StartFigures.parse(child.readLine(ReadyFigures.PREFIX, PATIENCE));
            child.awaitSuccess(PATIENCE);
            int expected = variant == StartVariant.ONE_LISTENER ? 1 : 0;
            if (figures.ports() != expected) {
                throw child.failure(
                        "has %d listeners, not %d".formatted(figures.ports(), expected));
            }
            return figures;
        }
    }

    private List<String> command(StartVariant variant) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(javaOptions);
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(StartChild.class.getName());
        command.add(variant.name());
        command.addAll(variant.arguments());
        return command;
    }
}
