package io.github.reactorboot.autoconfigure;

import io.github.reactorboot.runtime.CloseReason;
import io.github.reactorboot.runtime.Connection;
import io.github.reactorboot.runtime.EventLoop;
import io.github.reactorboot.runtime.Listener;
import io.github.reactorboot.runtime.ReactorObserver;
import io.github.reactorboot.runtime.Session;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells several observers, each of them even if another one throws. */
final class CompositeObserver implements ReactorObserver {

    private static final Logger log = LoggerFactory.getLogger(ReactorObserver.class);

    private final List<ReactorObserver> observers;

    CompositeObserver(List<ReactorObserver> observers) {
        this.observers = observers;
    }

    @Override
    public void onListening(Listener listener) {
        each(observer -> observer.onListening(listener));
    }

    @Override
    public void onListenerPaused(Listener listener) {
        each(observer -> observer.onListenerPaused(listener));
    }

    @Override
    public void onListenerResumed(Listener listener) {
        each(observer -> observer.onListenerResumed(listener));
    }

    @Override
    public void onListenerStopped(Listener listener) {
        each(observer -> observer.onListenerStopped(listener));
    }

    @Override
    public void onAcceptFailed(Listener listener, IOException cause, Duration pause) {
        each(observer -> observer.onAcceptFailed(listener, cause, pause));
    }

    @Override
    public void onConnectionStarted(Connection connection) {
        each(observer -> observer.onConnectionStarted(connection));
    }

    @Override
    public void onConnectFailed(Connection connection, IOException cause, Duration pause) {
        each(observer -> observer.onConnectFailed(connection, cause, pause));
    }

    @Override
    public void onConnectionStopped(Connection connection) {
        each(observer -> observer.onConnectionStopped(connection));
    }

    @Override
    public void onHandshakeFailed(Session session, CloseReason reason) {
        each(observer -> observer.onHandshakeFailed(session, reason));
    }

    @Override
    public void onSessionOpened(Session session) {
        each(observer -> observer.onSessionOpened(session));
    }

    @Override
    public void onSessionClosed(Session session, CloseReason reason) {
        each(observer -> observer.onSessionClosed(session, reason));
    }

    @Override
    public void onLoopStalled(EventLoop loop, Duration since, StackTraceElement[] stack) {
        each(observer -> observer.onLoopStalled(loop, since, stack));
    }

    @Override
    public void onLoopRecovered(EventLoop loop, Duration stalled) {
        each(observer -> observer.onLoopRecovered(loop, stalled));
    }

    @Override
    public void onLoopFailed(EventLoop loop, Throwable cause) {
        each(observer -> observer.onLoopFailed(loop, cause));
    }

    private void each(Consumer<ReactorObserver> event) {
        for (ReactorObserver observer : observers) {
            try {
                event.accept(observer);
            } catch (RuntimeException e) {
                log.warn("Observer {} failed", observer, e);
            }
        }
    }
}
