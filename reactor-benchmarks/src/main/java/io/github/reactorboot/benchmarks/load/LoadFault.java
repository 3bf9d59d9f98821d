package io.github.reactorboot.benchmarks.load;

import java.io.IOException;
import java.util.Objects;

/** What went wrong, told as the user shall read it. */
final class LoadFault extends IOException {

    private static final long serialVersionUID = 1L;

    LoadFault(String message) {
        super(message);
    }

    /** Of one connection, which is named. */
    LoadFault(int connection, String what) {
        super("connection " + connection + ": " + what);
    }

    LoadFault(int connection, IOException cause) {
        super(
                "connection %d: %s"
                        .formatted(
                                connection,
                                Objects.requireNonNullElse(cause.getMessage(), cause.toString())),
                cause);
    }
}
