package io.github.reactorboot.runtime;

import java.io.IOException;
import java.time.Duration;

/**
 * Learns what happens in a reactor, for logs, events and health. Called on event loops (and {@link
 * #onLoopStalled} on the watchdog's thread, and on that of the caller who pauses or stops a
 * listener when a loop of it has ended): it must not block, and what it throws is logged and
 * dropped.
 */
public interface ReactorObserver {

    /** Observes nothing. */
    ReactorObserver NONE = new ReactorObserver() {};

    /** The listener is bound and accepts, on all its loops; its address has the real port. */
    default void onListening(Listener listener) {}

    /** The listener was paused by the application. */
    default void onListenerPaused(Listener listener) {}

    /** The listener accepts again. */
    default void onListenerResumed(Listener listener) {}

    /** The listening sockets are closed; the sessions may live on. */
    default void onListenerStopped(Listener listener) {}

    /** Accepting failed on this loop, which tries again after the pause. */
    default void onAcceptFailed(Listener listener, IOException cause, Duration pause) {}

    /** The connection is served from now on: it is open, or waits to be opened again. */
    default void onConnectionStarted(Connection connection) {}

    /** The connection could not be opened; that is tried again after the pause. */
    default void onConnectFailed(Connection connection, IOException cause, Duration pause) {}

    /** The connection will not be opened again; its session may live on for a moment. */
    default void onConnectionStopped(Connection connection) {}

    /**
     * A connection has ended before its handshake was finished: no session was opened.
     *
     * @param session as it was to be; {@link Session#closeCause()} may tell more
     */
    default void onHandshakeFailed(Session session, CloseReason reason) {}

    /** A session was opened. */
    default void onSessionOpened(Session session) {}

    /** A session has ended. */
    default void onSessionClosed(Session session, CloseReason reason) {}

    /** A callback blocks its event loop; the stack shows where. Once for each stall. */
    default void onLoopStalled(EventLoop loop, Duration since, StackTraceElement[] stack) {}

    /** A stalled loop goes on. */
    default void onLoopRecovered(EventLoop loop, Duration stalled) {}

    /**
     * The event loop died; its sessions and listening sockets were closed. A listener goes on as
     * long as another loop accepts for it.
     */
    default void onLoopFailed(EventLoop loop, Throwable cause) {}
}
