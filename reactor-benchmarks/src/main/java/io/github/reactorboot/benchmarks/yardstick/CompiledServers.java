package io.github.reactorboot.benchmarks.yardstick;

import io.github.reactorboot.benchmarks.process.Child;
import io.github.reactorboot.benchmarks.process.ChildFailure;
import io.github.reactorboot.benchmarks.process.Children;
import io.github.reactorboot.benchmarks.process.Launcher;
import io.github.reactorboot.benchmarks.process.Pinning;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Starts the echo servers that are written in C. Their sources are in this jar, and gcc compiles
 * each when it is first wanted, into a directory that goes with this process.
 */
public final class CompiledServers implements Launcher {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<String> HEADERS =
            List.of("echo.h", "frames.h", "ring.h", "requests.h");

    private final Children children;
    private final String compiler;
    private final Pinning pinning;
    private final Map<String, Path> programs = new HashMap<>();
    private @Nullable Path directory;

    /**
     * Compiles nothing yet.
     *
     * @param children who keeps what is started
     * @param pinning to which processor the servers are bound
     */
    public CompiledServers(Children children, Pinning pinning) {
        this(children, "gcc", pinning);
    }

    CompiledServers(Children children, String compiler, Pinning pinning) {
        this.children = children;
        this.compiler = compiler;
        this.pinning = pinning;
    }

    /**
     * Starts one.
     *
     * @param arguments {@code c-epoll} or {@code c-io_uring}, then options as {@code echo} has them
     * @throws ChildFailure if it cannot be compiled or started
     */
    @Override
    public Child start(List<String> arguments) throws ChildFailure, InterruptedException {
        List<String> command = new ArrayList<>(pinning.prefix());
        command.add(program(arguments.getFirst()).toString());
        command.addAll(arguments.subList(1, arguments.size()));
        return children.start(String.join(" ", arguments), command);
    }

    private Path program(String name) throws ChildFailure, InterruptedException {
        Path known = programs.get(name);
        if (known != null) {
            return known;
        }
        Path program;
        Path source;
        try {
            program = kept(name);
            for (String header : HEADERS) {
                copy(header);
            }
            source = copy(name + ".c");
        } catch (IOException e) {
            throw new ChildFailure("'" + name + "' cannot be compiled: " + e.getMessage(), e);
        }
        List<String> command =
                List.of(
                        compiler,
                        "-std=c11",
                        "-D_GNU_SOURCE",
                        "-O2",
                        "-o",
                        program.toString(),
                        source.toString());
        try (Child gcc = children.start(compiler + " " + name + ".c", command)) {
            gcc.awaitSuccess(PATIENCE);
        }
        programs.put(name, program);
        return program;
    }

    private Path copy(String resource) throws IOException {
        try (InputStream source = CompiledServers.class.getResourceAsStream(resource)) {
            if (source == null) {
                throw new IOException("there is no " + resource);
            }
            Path copy = kept(resource);
            Files.write(copy, source.readAllBytes());
            return copy;
        }
    }

    /** A file in the directory; both go when this process ends, the last one named first. */
    private Path kept(String name) throws IOException {
        Path present = directory;
        if (present == null) {
            present = Files.createTempDirectory("reactor-yardstick");
            present.toFile().deleteOnExit();
            directory = present;
        }
        Path file = present.resolve(name);
        file.toFile().deleteOnExit();
        return file;
    }
}
