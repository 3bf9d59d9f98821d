package io.github.reactorboot.sample.resp;

/**
 * Ends a command with an error reply; the session goes on. The message begins with the error code.
 */
public final class ErrorReply extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * The message must be without line ends; {@link Reply#error} takes care of those of the peer.
     */
    public ErrorReply(String message) {
        // An answer like others, not a fault: without a stack trace it costs nothing.
        super(message, null, false, false);
    }

    /** An argument is not what it should be. */
    public static ErrorReply syntax() {
        return new ErrorReply("ERR syntax error");
    }

    /** An argument or a value is no number, or does not fit into a long. */
    public static ErrorReply notAnInteger() {
        return new ErrorReply("ERR value is not an integer or out of range");
    }

    /** The store is full. */
    public static ErrorReply outOfMemory() {
        return new ErrorReply("OOM command not allowed when used memory > 'maxmemory'.");
    }

    /** The message, never null. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
