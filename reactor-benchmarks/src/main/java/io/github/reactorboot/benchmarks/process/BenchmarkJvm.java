package io.github.reactorboot.benchmarks.process;

import io.github.reactorboot.benchmarks.Main;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How a further JVM of these benchmarks is started: the same Java, the same jar.
 *
 * @param children who keeps what is started
 * @param options options of the JVM itself
 * @param pinning to which processor it is bound
 */
public record BenchmarkJvm(Children children, List<String> options, Pinning pinning)
        implements Launcher {

    /** Keeps copies. */
    public BenchmarkJvm {
        options = List.copyOf(options);
    }

    @Override
    public Child start(List<String> arguments) throws ChildFailure {
        return children.start(String.join(" ", arguments), command(arguments));
    }

    List<String> command(List<String> arguments) {
        List<String> command = new ArrayList<>(pinning.prefix());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // Netty is set up to use it; without the option the JVM warns.
        command.add("--sun-misc-unsafe-memory-access=allow");
        command.addAll(options);
        String classPath = System.getProperty("java.class.path");
        if (isOneJar(classPath)) {
            // Just what a user types, so that the manifest counts.
            command.addAll(List.of("-jar", classPath));
        } else {
            command.addAll(
                    List.of("--enable-native-access=ALL-UNNAMED", "-cp", classPath, mainClass()));
        }
        command.addAll(arguments);
        return command;
    }

    private static String mainClass() {
        return Main.class.getName();
    }

    private static boolean isOneJar(String classPath) {
        return classPath.endsWith(".jar") && !classPath.contains(File.pathSeparator);
    }
}
