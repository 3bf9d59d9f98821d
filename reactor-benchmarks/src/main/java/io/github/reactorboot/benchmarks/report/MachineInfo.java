package io.github.reactorboot.benchmarks.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a run was made on, as far as the system tells.
 *
 * @param date when it began
 * @param commit of the project, {@code unknown} outside a working copy
 * @param jdk version and vendor
 * @param kernel name and version
 * @param processor model
 * @param processors how many the system has
 * @param loadAverage of 1, 5 and 15 minutes, at the beginning
 */
public record MachineInfo(
        String date,
        String commit,
        String jdk,
        String kernel,
        String processor,
        int processors,
        String loadAverage) {

    private static final String UNKNOWN = "unknown";

    /** Of the system that this runs on, now. */
    public static MachineInfo here() {
        return new MachineInfo(
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                describeCommit(),
                System.getProperty("java.vm.name")
                        + " "
                        + System.getProperty("java.vm.version")
                        + ", "
                        + System.getProperty("java.vendor"),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                lines("/proc/cpuinfo")
                        .filter(line -> line.startsWith("model name"))
                        .map(line -> line.substring(line.indexOf(':') + 1).strip())
                        .findFirst()
                        .orElse(System.getProperty("os.arch")),
                (int) lines("/proc/cpuinfo").filter(line -> line.startsWith("processor")).count(),
                lines("/proc/loadavg")
                        .map(line -> String.join(" ", List.of(line.split(" ")).subList(0, 3)))
                        .findFirst()
                        .orElse(UNKNOWN));
    }

    /** Of which this was built; else of the working copy, marked if it was changed since. */
    private static String describeCommit() {
        String built = builtCommit();
        return built == null ? commitOfWorkingCopy() : built;
    }

    private static @Nullable String builtCommit() {
        Properties git = new Properties();
        try (InputStream written = MachineInfo.class.getResourceAsStream("/git.properties")) {
            if (written == null) {
                return null;
            }
            git.load(written);
        } catch (IOException e) {
            return null;
        }
        String commit = git.getProperty("git.commit.id.abbrev");
        boolean changed = Boolean.parseBoolean(git.getProperty("git.dirty"));
        return commit == null || commit.isBlank() ? null : commit + (changed ? "-dirty" : "");
    }

    private static String commitOfWorkingCopy() {
        Path jar = Path.of(System.getProperty("java.class.path"));
        Path directory = Files.isRegularFile(jar) ? jar.toAbsolutePath().getParent() : null;
        List<String> command =
                List.of(
                        "git",
                        "-C",
                        directory == null ? "." : directory.toString(),
                        "describe",
                        "--always",
                        "--dirty",
                        "--abbrev=12",
                        "--exclude=*");
        try {
            Process git =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            String said =
                    new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return git.waitFor(5, TimeUnit.SECONDS) && git.exitValue() == 0 ? said : UNKNOWN;
        } catch (IOException e) {
            // No git here.
            return UNKNOWN;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return UNKNOWN;
        }
    }

    private static Stream<String> lines(String file) {
        try {
            return Files.readAllLines(Path.of(file)).stream();
        } catch (IOException e) {
            // Another system than Linux.
            return Stream.empty();
        }
    }
}
