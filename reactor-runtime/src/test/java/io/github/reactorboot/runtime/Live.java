package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.runtime.framing.Framers;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/** A reactor on threads of its own, with listeners on the loopback interface; leaves nothing. */
final class Live implements AutoCloseable {

    final RecordingObserver observer = new RecordingObserver();
    final Reactor reactor;
    private final List<TestClient> clients = new ArrayList<>();

    private Live(UnaryOperator<ReactorBuilder> options) {
        reactor = options.apply(TestEngine.builder("live").loops(1).observer(observer)).build();
        reactor.start();
    }

    static Live start() {
        return new Live(builder -> builder);
    }

    static Live start(int loops) {
        return new Live(builder -> builder.loops(loops));
    }

    static Live start(UnaryOperator<ReactorBuilder> options) {
        return new Live(options);
    }

    /** Lines, on a free port. */
    static ListenerConfig.Builder lines(String name, SessionHandler handler) {
        return ListenerConfig.builder(name)
                .address("127.0.0.1", 0)
                .framer(Framers.line())
                .handler(handler);
    }

    /** Frames behind a length of four bytes, on a free port. */
    static ListenerConfig.Builder frames(String name, SessionHandler handler) {
        return lines(name, handler).framer(Framers.length(4));
    }

    /** Datagrams, on a free port. */
    static ListenerConfig.Builder datagrams(SessionHandler handler) {
        return ListenerConfig.builder("udp")
                .transport(TransportType.UDP)
                .address("127.0.0.1", 0)
                .handler(handler);
    }

    Listener listen(ListenerConfig.Builder config) {
        return Await.result(reactor.listen(config.build()));
    }

    /** Lines, on a free port. */
    Listener listen(SessionHandler handler) {
        return listen(lines("main", handler));
    }

    EventLoop loop() {
        return reactor.loops().get(0);
    }

    TestClient connect(Listener listener) throws IOException {
        return closeLater(TestClient.connect(listener));
    }

    TestClient closeLater(TestClient client) {
        clients.add(client);
        return client;
    }

    /** Waits until every loop has ended the turn that it is in. */
    void awaitTurns() {
        for (EventLoop loop : reactor.loops()) {
            CompletableFuture<Void> turned = new CompletableFuture<>();
            // A timer that is armed by a task is due in the next turn at the earliest.
            boolean taken =
                    loop.execute(() -> loop.schedule(Duration.ZERO, () -> turned.complete(null)));
            assertThat(taken).isTrue();
            Await.result(turned);
        }
    }

    /** Turns until something is so, for what an engine reports in a turn of its own choice. */
    void awaitUntil(BooleanSupplier condition) {
        long began = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - began)
                    .as("waited %s", Await.PATIENCE)
                    .isLessThan(Await.PATIENCE.toNanos());
            awaitTurns();
        }
    }

    @Override
    public void close() throws IOException {
        for (TestClient client : clients) {
            client.close();
        }
        reactor.close();
        assertThat(reactor.sessions()).isEmpty();
        for (EventLoop loop : reactor.loops()) {
            assertThat(loop.stats().outboundBytes()).as("buffers of %s", loop).isZero();
            assertThat(loop.stats().sessions()).as("sessions of %s", loop).isZero();
        }
    }
}
