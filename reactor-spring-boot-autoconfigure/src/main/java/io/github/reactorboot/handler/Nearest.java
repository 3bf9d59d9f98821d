package io.github.reactorboot.handler;

import java.util.Collection;
import java.util.Optional;

/** Guesses what a mistyped name was meant to be. */
public final class Nearest {

    private Nearest() {}

    /** The known name that takes the fewest edits to reach, if they are few enough for a typo. */
    public static Optional<String> to(String typed, Collection<String> known) {
        String nearest = "";
        int fewest = Math.max(2, typed.length() / 3) + 1;
        for (String name : known) {
            int edits = edits(typed, name);
            if (edits < fewest) {
                nearest = name;
                fewest = edits;
            }
        }
        return nearest.isEmpty() ? Optional.empty() : Optional.of(nearest);
    }

    /** Insertions, deletions and replacements that make one word of the other (Levenshtein). */
    private static int edits(String from, String to) {
        int[] above = new int[to.length() + 1];
        for (int column = 0; column < above.length; column++) {
            above[column] = column;
        }
        for (int row = 1; row <= from.length(); row++) {
            int[] current = new int[above.length];
            current[0] = row;
            for (int column = 1; column < above.length; column++) {
                int replaced = from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1;
                current[column] =
                        Math.min(
                                above[column - 1] + replaced,
                                Math.min(above[column], current[column - 1]) + 1);
            }
            above = current;
        }
        return above[to.length()];
    }
}
