package io.github.reactorboot.benchmarks.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The live objects of a JVM by class.
 *
 * @param classes what there is of each class
 */
public record ClassHistogram(Map<String, Usage> classes) {

    private static final Pattern LINE =
            Pattern.compile("\\s*\\d+:\\s+(\\d+)\\s+(\\d+)\\s+(\\S+).*");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Usage NONE = new Usage(0, 0);

    /**
     * What there is of a class.
     *
     * @param instances number of objects
     * @param bytes their size, without what they refer to
     */
    public record Usage(long instances, long bytes) {}

    /**
     * What has been added of a class.
     *
     * @param name as the JVM writes it
     * @param instances number of objects added
     * @param bytes their size
     */
    public record Growth(String name, long instances, long bytes) {}

    /** Keeps a copy. */
    public ClassHistogram {
        classes = Map.copyOf(classes);
    }

    /**
     * Of another JVM, by the JDK's jcmd, after a full collection, which jcmd asks for. This JVM
     * itself would stand still in the middle of its answer, and never read it.
     */
    public static ClassHistogram of(long pid, Children children)
            throws ChildFailure, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        if (!Files.isExecutable(jcmd)) {
            throw new ChildFailure("no " + jcmd + ": heap is measured with a JDK, not a JRE");
        }
        List<String> command = List.of(jcmd.toString(), Long.toString(pid), "GC.class_histogram");
        try (Child child = children.start("jcmd GC.class_histogram", command)) {
            List<String> lines = new ArrayList<>();
            String line;
            do {
                line = child.readLine(PATIENCE);
                lines.add(line);
            } while (!line.startsWith("Total"));
            child.awaitSuccess(PATIENCE);
            return parse(lines);
        }
    }

    static ClassHistogram parse(List<String> lines) {
        Map<String, Usage> classes = new HashMap<>();
        for (String line : lines) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches()) {
                Usage usage =
                        new Usage(
                                Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
                // Two loaders may each have a class of that name.
                classes.merge(matcher.group(3), usage, ClassHistogram::sum);
            }
        }
        return new ClassHistogram(classes);
    }

    /** Size of all objects. */
    public long bytes() {
        return classes.values().stream().mapToLong(Usage::bytes).sum();
    }

    /** The classes that changed since an earlier histogram, the greatest growth first. */
    public List<Growth> since(ClassHistogram earlier) {
        TreeSet<String> names = new TreeSet<>(classes.keySet());
        names.addAll(earlier.classes.keySet());
        return names.stream()
                .flatMap(name -> growth(name, earlier))
                .sorted(Comparator.comparingLong(Growth::bytes).reversed())
                .toList();
    }

    private Stream<Growth> growth(String name, ClassHistogram earlier) {
        Usage now = classes.getOrDefault(name, NONE);
        Usage then = earlier.classes.getOrDefault(name, NONE);
        return now.equals(then)
                ? Stream.empty()
                : Stream.of(
                        new Growth(
                                name,
                                now.instances() - then.instances(),
                                now.bytes() - then.bytes()));
    }

    private static Usage sum(Usage one, Usage other) {
        return new Usage(one.instances() + other.instances(), one.bytes() + other.bytes());
    }
}
