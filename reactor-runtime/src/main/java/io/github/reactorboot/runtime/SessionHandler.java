package io.github.reactorboot.runtime;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The application's side of sessions: what the reactor calls when something happens.
 *
 * <p>All callbacks of one session come on the one thread of its event loop, in order, so state of a
 * session needs no locks. One handler instance may serve many sessions on several loops (state then
 * belongs into {@linkplain Session#attribute attributes}), or each session gets its own, as the
 * listener is configured. Callbacks must not block: a blocked callback holds up every session of
 * the loop, and is reported with its stack.
 *
 * <p>An exception thrown by a callback goes to {@link #onError} and then closes that session, with
 * {@link CloseReason#HANDLER_ERROR}. So do a {@link StackOverflowError} and a {@link LinkageError},
 * which a peer may be able to provoke; any other {@link Error} stops the event loop.
 */
public interface SessionHandler {

    /** The session is open; first callback of every session. */
    default void onOpen(Session session) throws Exception {}

    /**
     * A frame has arrived.
     *
     * @param frame the payload between position and limit, a view into the loop's buffer that is
     *     valid during this call only; big-endian. The handler may move its position, needs not
     *     consume it, and must not touch bytes outside of it
     */
    void onMessage(Session session, ByteBuffer frame) throws Exception;

    /** A command that was sent to the session; returns its answer. */
    default @Nullable Object onCommand(Session session, Object command) throws Exception {
        throw new UnsupportedOperationException(
                "the handler of %s takes no command of type %s"
                        .formatted(session.name(), command.getClass().getName()));
    }

    /**
     * A command that was sent to a listener or a connection and not to one of its sessions; returns
     * its answer. Comes on one of the loops of the endpoint, so it may run at the same time as the
     * callbacks of sessions on others. Not called where each session has a handler of its own.
     */
    default @Nullable Object onEndpointCommand(String endpoint, Object command) throws Exception {
        throw new UnsupportedOperationException(
                "the handler of %s takes no command of type %s"
                        .formatted(endpoint, command.getClass().getName()));
    }

    /** The outbound queue fell below its low-water mark after it had gone beyond the high one. */
    default void onWritable(Session session) throws Exception {}

    /** The peer closed its side; only called where half-closed sessions are allowed. */
    default void onInputClosed(Session session) throws Exception {}

    /**
     * Nothing was received or sent for the idle timeout.
     *
     * @return true to keep the session for another idle timeout, false to close it
     */
    default boolean onIdle(Session session) throws Exception {
        return false;
    }

    /**
     * The reactor or the listener is about to end gracefully: the last moment to send something.
     * What the peer has sent is still answered, then the session is closed.
     */
    default void onDrain(Session session) throws Exception {}

    /**
     * The end of the session has begun, and no frame is delivered any more. While replies are
     * {@linkplain Session#expectReply promised} a graceful end (of the peer's input, or by a drain)
     * waits for them, and payloads can still be sent. Called once more when such an end turns into
     * a close, after which nothing can be sent; not called when the session ends at once, for which
     * there is {@link #onClose}.
     */
    default void onEnding(Session session, CloseReason reason) throws Exception {}

    /**
     * A callback threw. The session is closed after this; a farewell may still be sent.
     *
     * @param failure an exception, a {@link StackOverflowError} or a {@link LinkageError}
     */
    default void onError(Session session, Throwable failure) throws Exception {}

    /** The session is at its end; last callback of every session, exactly once. */
    default void onClose(Session session, CloseReason reason) throws Exception {}
}
