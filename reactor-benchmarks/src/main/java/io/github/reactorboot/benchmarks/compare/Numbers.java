package io.github.reactorboot.benchmarks.compare;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Figures as text, with as many digits as mean something. */
final class Numbers {

    /** Where there is none. */
    static final String NONE = "-";

    private Numbers() {}

    static String text(@Nullable Double number) {
        if (number == null) {
            return NONE;
        }
        double size = Math.abs(number);
        String format = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : size == 0 ? "%.0f" : "%.3f";
        return String.format(Locale.ROOT, format, number);
    }
}
