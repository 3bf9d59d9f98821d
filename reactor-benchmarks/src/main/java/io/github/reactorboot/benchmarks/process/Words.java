package io.github.reactorboot.benchmarks.process;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The beginning and the end of a stream of lines: what a program complains about comes first, and
 * why it died comes last. Any thread may use it.
 */
final class Words {

    private static final int FIRST = 5;
    private static final int LAST = 15;

    private final List<String> first = new ArrayList<>();
    private final Deque<String> last = new ArrayDeque<>();
    private boolean shortened;

    synchronized void add(String line) {
        if (first.size() < FIRST) {
            first.add(line);
            return;
        }
        if (last.size() == LAST) {
            last.removeFirst();
            shortened = true;
        }
        last.addLast(line);
    }

    synchronized String text() {
        List<String> lines = new ArrayList<>(first);
        if (shortened) {
            lines.add("..");
        }
        lines.addAll(last);
        return String.join("\n", lines);
    }
}
