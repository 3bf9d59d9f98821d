package io.github.reactorboot.handler;

import io.github.reactorboot.runtime.AttributeKey;
import io.github.reactorboot.runtime.Batch;
import io.github.reactorboot.runtime.CloseReason;
import io.github.reactorboot.runtime.DetachedSocket;
import io.github.reactorboot.runtime.EventLoop;
import io.github.reactorboot.runtime.FilePart;
import io.github.reactorboot.runtime.FlushCallback;
import io.github.reactorboot.runtime.PendingReply;
import io.github.reactorboot.runtime.SendResult;
import io.github.reactorboot.runtime.Session;
import io.github.reactorboot.runtime.SessionSettings;
import io.github.reactorboot.runtime.TimerHandle;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** Counts replies and does nothing else, without allocation. */
final class StubSession implements Session {

    long replies;

    @Override
    public SendResult reply(ByteBuffer payload) {
        replies++;
        return SendResult.ACCEPTED;
    }

    @Override
    public long id() {
        return 1;
    }

    @Override
    public String name() {
        return "stub-1";
    }

    @Override
    public String endpoint() {
        return "stub";
    }

    @Override
    public SocketAddress remoteAddress() {
        return null;
    }

    @Override
    public SocketAddress localAddress() {
        return null;
    }

    @Override
    public SessionSettings settings() {
        return SessionSettings.DEFAULT;
    }

    @Override
    public EventLoop loop() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public boolean isWritable() {
        return true;
    }

    @Override
    public SendResult send(ByteBuffer payload) {
        return SendResult.ACCEPTED;
    }

    @Override
    public SendResult send(String payload) {
        return SendResult.ACCEPTED;
    }

    @Override
    public SendResult send(ByteBuffer payload, FlushCallback callback) {
        return SendResult.ACCEPTED;
    }

    @Override
    public SendResult sendFile(FilePart part, FlushCallback callback) {
        return SendResult.ACCEPTED;
    }

    @Override
    public boolean isInbound() {
        return true;
    }

    @Override
    public Batch batch() {
        throw new UnsupportedOperationException();
    }

    @Override
    public PendingReply expectReply() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}

    @Override
    public void abort() {}

    @Override
    public CompletionStage<DetachedSocket> detach() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void shutdownOutput() {}

    @Override
    public void pauseReading() {}

    @Override
    public void resumeReading() {}

    @Override
    public boolean execute(Runnable task) {
        return false;
    }

    @Override
    public TimerHandle scheduleWithFixedDelay(Duration delay, Runnable task) {
        throw new UnsupportedOperationException();
    }

    @Override
    public TimerHandle scheduleAtFixedRate(Duration period, Runnable task) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Object> command(Object command, Duration delay) {
        throw new UnsupportedOperationException();
    }

    @Override
    public TimerHandle schedule(Duration delay, Runnable task) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Object> command(Object command) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> T attribute(AttributeKey<T> key, T value) {
        return null;
    }

    @Override
    public <T> T attribute(AttributeKey<T> key) {
        return null;
    }

    @Override
    public CloseReason closeReason() {
        return null;
    }

    @Override
    public Throwable closeCause() {
        return null;
    }

    @Override
    public long unreadBytes() {
        return 0;
    }

    @Override
    public long unsentBytes() {
        return 0;
    }

    @Override
    public long openedMillis() {
        return 0;
    }
}
