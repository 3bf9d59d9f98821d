package io.github.reactorboot.benchmarks.cache;

/** Something that a run needs is not there; the message says what to do. */
final class SetUpException extends Exception {

    private static final long serialVersionUID = 1L;

    SetUpException(String message) {
        super(message);
    }
}
