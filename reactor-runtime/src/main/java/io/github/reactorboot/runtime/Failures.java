package io.github.reactorboot.runtime;

import io.github.reactorboot.runtime.framing.FrameTooLargeException;
import io.github.reactorboot.runtime.framing.FramingException;
import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;

/** Which failure closes a session with which reason. */
final class Failures {

    private Failures() {}

    /** What was thrown by a framer, a codec or a handler. */
    static CloseReason reasonFor(Throwable failure) {
        if (failure instanceof FrameTooLargeException) {
            return CloseReason.FRAME_TOO_LARGE;
        }
        if (failure instanceof RejectedExecutionException) {
            return CloseReason.REJECTED;
        }
        return failure instanceof FramingException
                ? CloseReason.PROTOCOL_ERROR
                : CloseReason.HANDLER_ERROR;
    }

    /**
     * What was thrown by an engine. The JDK tells a reset connection (ECONNRESET, EPIPE) from other
     * errors by the text alone, which is that of strerror(3).
     */
    static CloseReason reasonOf(IOException failure) {
        String message = String.valueOf(failure.getMessage());
        return message.contains("onnection reset") || message.contains("Broken pipe")
                ? CloseReason.PEER_RESET
                : CloseReason.IO_ERROR;
    }
}
