package io.github.reactorboot.benchmarks.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Pattern;

/**
 * To which processor a child is bound.
 *
 * @param prefix what comes before its command; empty to leave it to the system
 */
public record Pinning(List<String> prefix) {

    private static final String ALLOWED = "Cpus_allowed_list:";

    /** Keeps a copy. */
    public Pinning {
        prefix = List.copyOf(prefix);
    }

    /** Where the system likes. */
    public static Pinning none() {
        return new Pinning(List.of());
    }

    /**
     * On one processor, by taskset(1), which replaces itself: the child's process id is the JVM's.
     */
    public static Pinning to(int processor) {
        return new Pinning(List.of("taskset", "--cpu-list", Integer.toString(processor)));
    }

    /**
     * Why server and client cannot each have a processor of their own; empty if they can.
     *
     * @throws IOException if the system does not say
     */
    public static String obstacle(int serverProcessor, int clientProcessor) throws IOException {
        if (serverProcessor == clientProcessor) {
            return "server and client are to be on the same processor, " + serverProcessor;
        }
        if (!onPath("taskset")) {
            return "there is no taskset (util-linux) to bind processes to processors";
        }
        BitSet allowed = allowedProcessors();
        if (allowed.cardinality() < 2) {
            return "this process may use one processor only, and two are needed";
        }
        if (!allowed.get(serverProcessor) || !allowed.get(clientProcessor)) {
            return "this process may use the processors %s only, not %d and %d"
                    .formatted(allowed, serverProcessor, clientProcessor);
        }
        return "";
    }

    /** See proc_pid_status(5). */
    static BitSet allowedProcessors() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith(ALLOWED))
                .map(line -> parse(line.substring(ALLOWED.length()).strip()))
                .findFirst()
                .orElseThrow(() -> new IOException("no " + ALLOWED + " in /proc/self/status"));
    }

    /** The list format of cpuset(7): {@code 0-3,8}. */
    static BitSet parse(String list) {
        BitSet processors = new BitSet();
        for (String range : list.split(",", -1)) {
            int dash = range.indexOf('-');
            int first = Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
            int last = dash < 0 ? first : Integer.parseInt(range.substring(dash + 1));
            processors.set(first, last + 1);
        }
        return processors;
    }

    private static boolean onPath(String program) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(path)
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }
}
