package io.github.reactorboot.engine.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.runtime.Backoff;
import io.github.reactorboot.runtime.CloseReason;
import io.github.reactorboot.runtime.Connection;
import io.github.reactorboot.runtime.ConnectionConfig;
import io.github.reactorboot.runtime.Reactor;
import io.github.reactorboot.runtime.Session;
import io.github.reactorboot.runtime.SessionHandler;
import io.github.reactorboot.runtime.framing.Framers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A reactor that serves devices with one engine; lines are noted, and sent back. */
final class DeviceRig implements AutoCloseable, SessionHandler {

    private static final Duration SOON = Duration.ofMillis(1);
    private static final long PATIENCE_SECONDS = 20;

    final Reactor reactor;
    final BlockingQueue<String> events = new LinkedBlockingQueue<>();

    DeviceRig(String engine) {
        reactor = Reactor.builder("devices").engine(engine).loops(1).build();
        reactor.start();
    }

    /** Lines; opened again very soon. */
    ConnectionConfig.Builder line(Path path) {
        return ConnectionConfig.builder("line")
                .device(path)
                .framer(Framers.line())
                .handler(this)
                .reconnect(new Backoff(SOON, Duration.ofMillis(20), 0));
    }

    Connection open(ConnectionConfig.Builder config) throws Exception {
        return result(reactor.connect(config.build()));
    }

    static <T> T result(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    String nextEvent() throws InterruptedException {
        return events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Every event that the engine knows of by now is handed out. */
    void awaitTurns() throws Exception {
        for (int i = 0; i < 3; i++) {
            CompletableFuture<Void> turned = new CompletableFuture<>();
            reactor.loops().get(0).schedule(Duration.ZERO, () -> turned.complete(null));
            result(turned);
        }
    }

    static void awaitUntil(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("time is up").isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    static Path makeFifo(Path path) throws IOException, InterruptedException {
        Process made = new ProcessBuilder("mkfifo", path.toString()).inheritIO().start();
        assertThat(made.waitFor()).as("mkfifo").isZero();
        return path;
    }

    @Override
    public void onOpen(Session session) {
        events.add("open:" + session.name());
    }

    @Override
    public void onMessage(Session session, ByteBuffer frame) {
        events.add(StandardCharsets.UTF_8.decode(frame.duplicate()).toString());
        session.send(frame);
    }

    @Override
    public boolean onIdle(Session session) {
        events.add("idle");
        return true;
    }

    @Override
    public void onClose(Session session, CloseReason reason) {
        events.add("close:" + reason);
    }

    @Override
    public void close() {
        reactor.close();
        assertThat(reactor.sessions()).isEmpty();
    }
}
