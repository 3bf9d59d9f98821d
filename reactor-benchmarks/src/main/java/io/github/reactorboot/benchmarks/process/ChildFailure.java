package io.github.reactorboot.benchmarks.process;

/** A child process did not do what it was started for; the message holds its last words. */
public final class ChildFailure extends Exception {

    private static final long serialVersionUID = 1L;

    /** With a message that can be shown as it is. */
    public ChildFailure(String message) {
        super(message);
    }

    /** With a message that can be shown as it is. */
    public ChildFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
