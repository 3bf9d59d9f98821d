package io.github.reactorboot.benchmarks.echo;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** What was asked for cannot be had; the message is for who typed it. */
final class UnusableOptionException extends RuntimeException {

    @Serial private static final long serialVersionUID = 1;

    UnusableOptionException(@Nullable String message) {
        super(message);
    }
}
