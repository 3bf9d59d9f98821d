package io.github.reactorboot.benchmarks.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A running child process: its standard output is read line by line, the end of its standard error
 * is kept for messages, and the end of its standard input asks it to end. To be used by one thread.
 */
public final class Child implements AutoCloseable {

    private static final Duration GRACE = Duration.ofSeconds(5);

    private final String name;
    private final Process process;
    private final Consumer<Child> onEnd;

    /** An empty value is the end of the stream. */
    private final BlockingQueue<Optional<String>> output = new LinkedBlockingQueue<>();

    private final Words errors = new Words();
    private final Thread errorReader;

    Child(String name, Process process, Consumer<Child> onEnd) {
        this.name = name;
        this.process = process;
        this.onEnd = onEnd;
        Thread.ofPlatform().daemon().name(name + " output").start(this::readOutput);
        errorReader = Thread.ofPlatform().daemon().name(name + " errors").start(this::readErrors);
    }

    /** The process's id. */
    public long pid() {
        return process.pid();
    }

    /** Waits until it has ended, at most so long; whether it has. */
    public boolean hasEndedWithin(Duration patience) throws InterruptedException {
        return process.waitFor(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * The next line of standard output.
     *
     * @throws ChildFailure if there is none in time, or the process ended before
     */
    public String readLine(Duration patience) throws ChildFailure, InterruptedException {
        Optional<String> line = output.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
        if (line == null) {
            throw failure("said nothing for " + patience.toSeconds() + " s");
        }
        if (line.isEmpty()) {
            output.add(line);
            throw failure("ended with " + exitCode() + " before it said anything more");
        }
        return line.get();
    }

    /**
     * The rest of a line of standard output that begins in a known way.
     *
     * @throws ChildFailure if the next line begins differently, or there is none
     */
    public String readLine(String prefix, Duration patience)
            throws ChildFailure, InterruptedException {
        String line = readLine(patience);
        if (!line.startsWith(prefix)) {
            throw failure("said '" + line + "' where '" + prefix + "..' was expected");
        }
        return line.substring(prefix.length());
    }

    /** Writes a line to standard input. */
    public void writeLine(String line) throws ChildFailure {
        try {
            OutputStream input = process.getOutputStream();
            input.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            input.flush();
        } catch (IOException e) {
            ChildFailure failure = failure("no longer reads its input");
            failure.initCause(e);
            throw failure;
        }
    }

    /**
     * Waits for the end of the process by itself.
     *
     * @throws ChildFailure if it does not end in time, or with another exit code than 0
     */
    public void awaitSuccess(Duration patience) throws ChildFailure, InterruptedException {
        if (!process.waitFor(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            throw failure("did not end within " + patience.toSeconds() + " s");
        }
        if (process.exitValue() != 0) {
            throw failure("ended with " + process.exitValue());
        }
    }

    /** Ends the standard input, which is how a child is asked to end. */
    public void endInput() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // The pipe is broken: the process is gone, which is all that was wanted.
        }
    }

    /** A failure of this process, with the last lines of its standard error. */
    public ChildFailure failure(String what) {
        if (!process.isAlive()) {
            awaitLastWords();
        }
        String lastWords = errors.text();
        return new ChildFailure(
                "'%s' %s%s".formatted(name, what, lastWords.isEmpty() ? "" : ":\n" + lastWords));
    }

    /** Asks the process to end, and ends it if it does not. */
    @Override
    public void close() {
        endInput();
        try {
            if (!process.waitFor(GRACE.toNanos(), TimeUnit.NANOSECONDS)) {
                kill();
                // Its sockets must be gone before the next one is measured.
                process.waitFor();
            }
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        } finally {
            onEnd.accept(this);
        }
    }

    void kill() {
        process.destroyForcibly();
    }

    private String exitCode() throws InterruptedException {
        boolean ended = process.waitFor(GRACE.toNanos(), TimeUnit.NANOSECONDS);
        return ended ? Integer.toString(process.exitValue()) : "nothing, it closed its output,";
    }

    /** What it wrote before its end may not have been read yet. */
    private void awaitLastWords() {
        try {
            if (!errorReader.join(GRACE)) {
                errors.add("(there may be more)");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void readOutput() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            lines.lines().map(Optional::of).forEach(output::add);
        } catch (IOException | UncheckedIOException e) {
            errors.add("(its output broke: " + e.getMessage() + ")");
        } finally {
            output.add(Optional.empty());
        }
    }

    private void readErrors() {
        try (BufferedReader lines = process.errorReader(StandardCharsets.UTF_8)) {
            lines.lines().forEach(errors::add);
        } catch (IOException | UncheckedIOException e) {
            errors.add("(its standard error broke: " + e.getMessage() + ")");
        }
    }
}
