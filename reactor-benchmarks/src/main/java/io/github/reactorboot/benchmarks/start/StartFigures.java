package io.github.reactorboot.benchmarks.start;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The figures of one start, taken when the application was ready.
 *
 * @param uptimeMillis since the JVM began
 * @param mainThreadCpuMillis processor time of the thread that starts the application
 * @param processCpuMillis processor time of the whole process, compilers and collector included;
 *     systems count it in steps of 10 ms
 * @param loadedClasses classes loaded so far
 * @param ports listeners that were bound
 */
record StartFigures(
        double uptimeMillis,
        double mainThreadCpuMillis,
        double processCpuMillis,
        int loadedClasses,
        int ports) {

    private static final Pattern SPACE = Pattern.compile(" ");

    /** The form in which a child says them. */
    String toLine() {
        return String.format(
                Locale.ROOT,
                "%.3f %.3f %.3f %d %d",
                uptimeMillis,
                mainThreadCpuMillis,
                processCpuMillis,
                loadedClasses,
                ports);
    }

    /**
     * The inverse of {@link #toLine}.
     *
     * @throws IllegalArgumentException if it is something else
     */
    static StartFigures parse(String line) {
        List<String> words = SPACE.splitAsStream(line).toList();
        if (words.size() != 5) {
            throw new IllegalArgumentException("not the figures of a start: " + line);
        }
        return new StartFigures(
                Double.parseDouble(words.get(0)),
                Double.parseDouble(words.get(1)),
                Double.parseDouble(words.get(2)),
                Integer.parseInt(words.get(3)),
                Integer.parseInt(words.get(4)));
    }
}
