package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.runtime.framing.Framers;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;

/**
 * A connection over the scripted engine under a manual clock. The name {@code peer} is looked up by
 * the test, on a thread of the reactor; every other name has the address 192.0.2.1.
 */
final class ConnectionRig implements AutoCloseable {

    /** 100 ms, 200 ms and so on to a second, without jitter. */
    static final Backoff EVEN = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1), 0);

    final RecordingHandler handler = RecordingHandler.echo();

    /** Look-ups of {@code peer}, each to be answered by the test. */
    final BlockingQueue<CompletableFuture<List<InetAddress>>> lookups = new LinkedBlockingQueue<>();

    final EmbeddedLoops loops =
            new EmbeddedLoops(1, false, handler, builder -> builder.resolver(this::lookUp));

    private List<InetAddress> lookUp(String host) throws Exception {
        if (!host.equals("peer")) {
            return List.of(InetAddress.getByName("192.0.2.1"));
        }
        CompletableFuture<List<InetAddress>> answer = new CompletableFuture<>();
        lookups.add(answer);
        return answer.get();
    }

    static List<InetAddress> addresses(String... literals) {
        List<InetAddress> addresses = new ArrayList<>();
        for (String each : literals) {
            try {
                addresses.add(InetAddress.getByName(each));
            } catch (UnknownHostException e) {
                throw new AssertionError(e);
            }
        }
        return addresses;
    }

    ScriptedEngine engine() {
        return loops.engines.get(0);
    }

    /** The attempt that the engine was asked for last. */
    ScriptedConnect connect() {
        assertThat(engine().connects).isNotEmpty();
        return engine().connects.get(engine().connects.size() - 1);
    }

    int attempts() {
        return engine().connects.size();
    }

    /** To one address, with lines. */
    ConnectionConfig.Builder line() {
        return ConnectionConfig.builder("line")
                .host("192.0.2.7", 7000)
                .framer(Framers.line())
                .handler(handler)
                .reconnect(EVEN);
    }

    CompletableFuture<Connection> begin(ConnectionConfig.Builder config) {
        CompletableFuture<Connection> future =
                loops.reactor.connect(config.build()).toCompletableFuture();
        loops.settle();
        return future;
    }

    Connection connection() {
        return loops.reactor.connection("line").orElseThrow();
    }

    /** Connected, with its session open. */
    ScriptedPeer open(ConnectionConfig.Builder config) {
        CompletableFuture<Connection> future = begin(config);
        ScriptedPeer peer = connect().accepts();
        loops.settle();
        assertThat(future).isCompleted();
        return peer;
    }

    CompletableFuture<Session> demand() {
        CompletableFuture<Session> session = connection().open().toCompletableFuture();
        loops.settle();
        return session;
    }

    /** The next attempt is made, and refused. */
    void refuse() {
        connect().refuses();
        loops.settle();
    }

    void advance(long millis) {
        loops.advance(Duration.ofMillis(millis));
    }

    /** Turns until another thread has brought something about. */
    void turnUntil(BooleanSupplier condition) {
        long began = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - began).isLessThan(Await.PATIENCE.toNanos());
            loops.settle();
            Thread.yield();
        }
    }

    /** Answers the look-up that is under way. */
    void answer(String... literals) {
        int before = attempts();
        Await.next(lookups).complete(addresses(literals));
        turnUntil(() -> attempts() > before);
    }

    @Override
    public void close() {
        lookups.forEach(each -> each.complete(List.of()));
        loops.close();
        for (ScriptedConnect each : engine().connects) {
            assertThat(each.isOver()).as("an attempt is left").isTrue();
        }
    }
}
