package io.github.reactorboot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.client.ConnectionClient;
import io.github.reactorboot.client.ReactorTemplate;
import io.github.reactorboot.runtime.exchange.CorrelationKey;
import io.github.reactorboot.runtime.exchange.ExchangeRefusedException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Replies that find their requests by a key. */
@Tag("P5")
class KeyedExchangeTests {

    private static final int REQUESTS = 1000;

    /** A client that is made before anything is open, as in the constructor of a bean. */
    static class Devices {

        private final ConnectionClient upstream;

        Devices(ReactorTemplate template) {
            this.upstream = template.connection("upstream");
        }

        ConnectionClient upstream() {
            return upstream;
        }
    }

    private static final String[] KEYED = {
        "framing.type=length", "framing.length.bytes=4", "exchange.correlation=requestId"
    };

    @Test
    void aThousandInFlightAreAnsweredOutOfOrder() throws Exception {
        try (Upstream upstream = Upstream.open()) {
            upstream.client(KEYED)
                    .withBean("requestId", CorrelationKey.class, () -> CorrelationKey.ofInt(0))
                    .withBean(Devices.class)
                    .run(context -> {
                        TestClient server = upstream.accept();
                        ConnectionClient client = context.getBean(Devices.class).upstream();
                        List<CompletableFuture<byte[]>> replies = new ArrayList<>();
                        for (int i = 0; i < REQUESTS; i++) {
                            replies.add(client.exchange(request(i, i), byte[].class));
                        }
                        List<byte[]> requests = new ArrayList<>();
                        for (int i = 0; i < REQUESTS; i++) {
                            requests.add(server.bytes(12));
                        }
                        Collections.shuffle(requests, new Random(42));
                        for (byte[] request : requests) {
                            ByteBuffer reply = ByteBuffer.wrap(request);
                            server.send(reply.putInt(8, reply.getInt(8) * 2).array());
                        }
                        for (int i = 0; i < REQUESTS; i++) {
                            ByteBuffer reply =
                                    ByteBuffer.wrap(replies.get(i).get(20, TimeUnit.SECONDS));
                            assertThat(reply.getInt(0)).isEqualTo(i);
                            assertThat(reply.getInt(4)).isEqualTo(2 * i);
                        }
                    });
        }
    }

    private static byte[] request(int key, int value) {
        return ByteBuffer.allocate(8).putInt(key).putInt(value).array();
    }

    @Test
    void moreThanTheBoundAreRefused() throws Exception {
        try (Upstream upstream = Upstream.open()) {
            upstream.client(KEYED)
                    .withPropertyValues("reactor.connections.upstream.exchange.max-in-flight=2")
                    .withBean("requestId", CorrelationKey.class, () -> CorrelationKey.ofInt(0))
                    .withBean(Devices.class)
                    .run(context -> {
                        ConnectionClient client = context.getBean(Devices.class).upstream();
                        var one = client.exchange(request(1, 0), byte[].class);
                        var two = client.exchange(request(2, 0), byte[].class);
                        assertThat(client.exchange(request(3, 0), byte[].class))
                                .failsWithin(20, TimeUnit.SECONDS)
                                .withThrowableOfType(ExecutionException.class)
                                .withCauseInstanceOf(ExchangeRefusedException.class);
                        assertThat(one).isNotDone();
                        assertThat(two).isNotDone();
                    });
        }
    }

    @Test
    void repliesMayCarryTheKeyElsewhere() throws Exception {
        try (Upstream upstream = Upstream.open()) {
            upstream.client(KEYED)
                    .withPropertyValues(
                            "reactor.connections.upstream.exchange.reply-correlation=replyId")
                    .withBean("requestId", CorrelationKey.class, () -> CorrelationKey.ofInt(0))
                    .withBean("replyId", CorrelationKey.class, () -> CorrelationKey.ofInt(4))
                    .withBean(Devices.class)
                    .run(context -> {
                        TestClient server = upstream.accept();
                        ConnectionClient client = context.getBean(Devices.class).upstream();
                        var one = client.exchange(request(1, 0), byte[].class);
                        var two = client.exchange(request(2, 0), byte[].class);
                        server.bytes(24);
                        server.send(framed(request(8, 2)));
                        server.send(framed(request(9, 1)));
                        assertThat(one.get(20, TimeUnit.SECONDS)).isEqualTo(request(9, 1));
                        assertThat(two.get(20, TimeUnit.SECONDS)).isEqualTo(request(8, 2));
                    });
        }
    }

    private static byte[] framed(byte[] payload) {
        return ByteBuffer.allocate(4 + payload.length).putInt(payload.length).put(payload).array();
    }

    @Test
    void anUnknownKeyBeanIsNamed() throws Exception {
        FailureAnalysis analysis =
                Mistakes.of(
                        Upstream.client(1, "exchange.correlation=requestId")
                                .withBean(
                                        "requestID",
                                        CorrelationKey.class,
                                        () -> CorrelationKey.ofInt(0)));
        assertThat(analysis.getDescription())
                .startsWith(
                        "reactor.connections.upstream.exchange.correlation must be in-order, none or the"
                                + " name of a CorrelationKey bean, was requestId");
        assertThat(analysis.getAction()).endsWith("or did you mean 'requestID'?");
    }
}
