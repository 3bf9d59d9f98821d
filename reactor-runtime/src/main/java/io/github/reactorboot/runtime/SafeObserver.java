package io.github.reactorboot.runtime;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps exceptions of the application's observer away from the loops. */
record SafeObserver(ReactorObserver observer) implements ReactorObserver {

    private static final Logger log = LoggerFactory.getLogger(SafeObserver.class);

    private void tell(Consumer<ReactorObserver> event) {
        try {
            event.accept(observer);
        } catch (Exception e) {
            log.error("A reactor observer threw", e);
        }
    }

    @Override
    public void onListening(Listener listener) {
        tell(o -> o.onListening(listener));
    }

    @Override
    public void onListenerPaused(Listener listener) {
        tell(o -> o.onListenerPaused(listener));
    }

    @Override
    public void onListenerResumed(Listener listener) {
        tell(o -> o.onListenerResumed(listener));
    }

    @Override
    public void onListenerStopped(Listener listener) {
        tell(o -> o.onListenerStopped(listener));
    }

    @Override
    public void onAcceptFailed(Listener listener, IOException cause, Duration pause) {
        tell(o -> o.onAcceptFailed(listener, cause, pause));
    }

    @Override
    public void onConnectionStarted(Connection connection) {
        tell(o -> o.onConnectionStarted(connection));
    }

    @Override
    public void onConnectFailed(Connection connection, IOException cause, Duration pause) {
        tell(o -> o.onConnectFailed(connection, cause, pause));
    }

    @Override
    public void onConnectionStopped(Connection connection) {
        tell(o -> o.onConnectionStopped(connection));
    }

    @Override
    public void onHandshakeFailed(Session session, CloseReason reason) {
        tell(o -> o.onHandshakeFailed(session, reason));
    }

    @Override
    public void onSessionOpened(Session session) {
        tell(o -> o.onSessionOpened(session));
    }

    @Override
    public void onSessionClosed(Session session, CloseReason reason) {
        tell(o -> o.onSessionClosed(session, reason));
    }

    @Override
    public void onLoopStalled(EventLoop loop, Duration since, StackTraceElement[] stack) {
        tell(o -> o.onLoopStalled(loop, since, stack));
    }

    @Override
    public void onLoopRecovered(EventLoop loop, Duration stalled) {
        tell(o -> o.onLoopRecovered(loop, stalled));
    }

    @Override
    public void onLoopFailed(EventLoop loop, Throwable cause) {
        tell(o -> o.onLoopFailed(loop, cause));
    }
}
