package io.github.reactorboot.runtime;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Notes what a reactor reports. Any thread. */
final class RecordingObserver implements ReactorObserver {

    record Stall(EventLoop loop, Duration since, StackTraceElement[] stack) {}

    record LoopFailure(EventLoop loop, Throwable cause) {}

    final BlockingQueue<String> listeners = new LinkedBlockingQueue<>();
    final BlockingQueue<Session> opened = new LinkedBlockingQueue<>();
    final BlockingQueue<CloseReason> closed = new LinkedBlockingQueue<>();
    final BlockingQueue<CloseReason> handshakes = new LinkedBlockingQueue<>();
    final BlockingQueue<Duration> pauses = new LinkedBlockingQueue<>();
    final BlockingQueue<Stall> stalls = new LinkedBlockingQueue<>();
    final BlockingQueue<Duration> recoveries = new LinkedBlockingQueue<>();
    final BlockingQueue<LoopFailure> failures = new LinkedBlockingQueue<>();

    @Override
    public void onListening(Listener listener) {
        listeners.add("listening:" + listener.name());
    }

    @Override
    public void onListenerPaused(Listener listener) {
        listeners.add("paused:" + listener.name());
    }

    @Override
    public void onListenerResumed(Listener listener) {
        listeners.add("resumed:" + listener.name());
    }

    @Override
    public void onListenerStopped(Listener listener) {
        listeners.add("stopped:" + listener.name());
    }

    @Override
    public void onAcceptFailed(Listener listener, IOException cause, Duration pause) {
        pauses.add(pause);
    }

    @Override
    public void onHandshakeFailed(Session session, CloseReason reason) {
        handshakes.add(reason);
    }

    @Override
    public void onConnectionStarted(Connection connection) {
        listeners.add("started:" + connection.name());
    }

    @Override
    public void onConnectFailed(Connection connection, IOException cause, Duration pause) {
        pauses.add(pause);
    }

    @Override
    public void onConnectionStopped(Connection connection) {
        listeners.add("stopped:" + connection.name());
    }

    @Override
    public void onSessionOpened(Session session) {
        opened.add(session);
    }

    @Override
    public void onSessionClosed(Session session, CloseReason reason) {
        closed.add(reason);
    }

    @Override
    public void onLoopStalled(EventLoop loop, Duration since, StackTraceElement[] stack) {
        stalls.add(new Stall(loop, since, stack));
    }

    @Override
    public void onLoopRecovered(EventLoop loop, Duration stalled) {
        recoveries.add(stalled);
    }

    @Override
    public void onLoopFailed(EventLoop loop, Throwable cause) {
        failures.add(new LoopFailure(loop, cause));
    }
}
