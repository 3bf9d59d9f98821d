package io.github.reactorboot.sample;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The application in a JVM of its own, without the classes of the tests and without a web server.
 */
final class OwnJvm implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 120;

    private final Process process;
    private final CountDownLatch startedOrOver = new CountDownLatch(1);
    private final CompletableFuture<String> output;

    OwnJvm(List<String> options, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + "/bin/java");
        command.addAll(options);
        command.addAll(List.of("-cp", classPath(), SampleApplication.class.getName()));
        command.addAll(
                List.of(
                        "--spring.main.web-application-type=none",
                        "--spring.main.banner-mode=off",
                        "--reactor.runtimes.default.loops=2",
                        "--reactor.listeners.cache.port=0",
                        "--reactor.listeners.cache.max-sessions=10"));
        command.addAll(List.of(arguments));
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        output = CompletableFuture.supplyAsync(this::read);
    }

    private static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.endsWith("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private String read() {
        StringBuilder text = new StringBuilder();
        try (BufferedReader reader =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                text.append(line).append('\n');
                if (line.contains("Started " + SampleApplication.class.getSimpleName())) {
                    startedOrOver.countDown();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            startedOrOver.countDown();
        }
        return text.toString();
    }

    /** What it printed, from its start to its end, which is asked for as soon as it has started. */
    String startAndEnd() throws Exception {
        boolean inTime = startedOrOver.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        // Process.destroy() would close its output as well.
        process.toHandle().destroy();
        String text = output.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (!inTime) {
            throw new AssertionError("did not start in time:\n" + text);
        }
        return text;
    }

    int exitValue() throws Exception {
        return process.waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
