package io.github.reactorboot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.reactorboot.annotation.OnClose;
import io.github.reactorboot.annotation.OnMessage;
import io.github.reactorboot.annotation.OnOpen;
import io.github.reactorboot.annotation.OnWritable;
import io.github.reactorboot.annotation.ReactorHandler;
import io.github.reactorboot.runtime.EndpointStats;
import io.github.reactorboot.runtime.SendResult;
import io.github.reactorboot.runtime.Session;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The relay of the guide: what one side sends goes to the other, no faster than that takes it. */
@Tag("L1")
@Tag("D1")
class RelayTests {

    private static final int BYTES = 16 << 20;

    /** More than the water mark and one read. */
    private static final long QUEUED_MAX = 256 << 10;

    @ReactorHandler({"front", "upstream"})
    static class Relay {

        private final Map<String, Session> sides = new ConcurrentHashMap<>();

        @OnOpen
        void open(Session side) {
            sides.put(side.endpoint(), side);
        }

        @OnMessage
        void forward(ByteBuffer bytes, Session from) {
            Session to = other(from);
            if (to == null || to.send(bytes) != SendResult.ACCEPTED) {
                from.close();
            } else if (!to.isWritable()) {
                from.pauseReading();
                // It may have become writable between the two.
                if (to.isWritable()) {
                    from.resumeReading();
                }
            }
        }

        @OnWritable
        void goOn(Session to) {
            Session from = other(to);
            if (from != null) {
                from.resumeReading();
            }
        }

        @OnClose
        void close(Session side) {
            sides.remove(side.endpoint(), side);
            Session other = other(side);
            if (other != null) {
                other.close();
            }
        }

        private @Nullable Session other(Session side) {
            return sides.get(side.endpoint().equals("front") ? "upstream" : "front");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aStoppedReaderStopsTheSenderOnTheOtherSide(int loops) throws Exception {
        byte[] sent = new byte[BYTES];
        new Random(7).nextBytes(sent);
        ExecutorService writer = Executors.newSingleThreadExecutor();
        try (Upstream upstream = Upstream.open()) {
            upstream.client("framing.type=raw", "exchange.correlation=none")
                    .withPropertyValues(
                            "reactor.runtimes.default.loops=" + loops,
                            "reactor.listeners.front.address=127.0.0.1",
                            "reactor.listeners.front.port=0",
                            "reactor.listeners.front.close-timeout=100ms",
                            "reactor.listeners.front.outbound.read-while-full=true",
                            "reactor.connections.upstream.outbound.read-while-full=true",
                            "reactor.listeners.front.framing.type=raw")
                    .withUserConfiguration(Relay.class)
                    .run(context -> {
                        ReactorRegistry registry = context.getBean(ReactorRegistry.class);
                        Callable<EndpointStats> back =
                                () -> registry.connection("upstream").orElseThrow().stats();
                        Callable<EndpointStats> front =
                                () -> registry.listener("front").orElseThrow().stats();
                        try (TestClient server = upstream.accept();
                                TestClient client = TestClient.connect(context, "front")) {
                            await().until(() -> front.call().sessions() == 1);
                            relayed(writer, client, server, back, sent);
                            relayed(writer, server, client, front, sent);
                        }
                    });
        } finally {
            writer.shutdownNow();
        }
    }

    private static void relayed(
            ExecutorService writer,
            TestClient from,
            TestClient to,
            Callable<EndpointStats> target,
            byte[] sent)
            throws Exception {
        Future<TestClient> written = writer.submit(() -> from.send(sent));
        await().until(() -> target.call().queuedBytes() > 0);
        byte[] received = new byte[sent.length];
        long most = 0;
        for (int at = 0; at < BYTES; at += 1 << 16) {
            most = Math.max(most, target.call().queuedBytes());
            System.arraycopy(to.bytes(1 << 16), 0, received, at, 1 << 16);
        }
        written.get(20, TimeUnit.SECONDS);
        assertThat(received).isEqualTo(sent);
        assertThat(most).isPositive().isLessThan(QUEUED_MAX);
    }
}
