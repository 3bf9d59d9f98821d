package io.github.reactorboot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.github.reactorboot.annotation.OnMessage;
import io.github.reactorboot.annotation.ReactorHandler;
import io.github.reactorboot.client.ReactorTemplate;
import io.github.reactorboot.runtime.ConnectionState;
import io.github.reactorboot.runtime.SendResult;
import io.github.reactorboot.runtime.exchange.ExchangeTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.core.ParameterizedTypeReference;

/** What an application sends over its connections. */
@Tag("P5")
class ReactorTemplateTests {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    record Quote(String symbol, int price) {}

    private static ReactorTemplate template(ApplicationContext context) {
        return context.getBean(ReactorTemplate.class);
    }

    private static ConnectionState state(ApplicationContext context) {
        return context.getBean(ReactorRegistry.class).connection("upstream").orElseThrow().state();
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(20, TimeUnit.SECONDS);
    }

    @Test
    void repliesComeInOrder() throws Exception {
        try (Upstream upstream = Upstream.open()) {
            upstream.client()
                    .run(context -> {
                        TestClient server = upstream.accept();
                        CompletableFuture<String> first =
                                template(context).exchange("upstream", "one", String.class);
                        CompletableFuture<byte[]> second =
                                template(context)
                                        .exchange("upstream", "two".getBytes(), byte[].class);
                        CompletableFuture<ByteBuffer> third =
                                template(context)
                                        .exchange(
                                                "upstream",
                                                ByteBuffer.wrap("three".getBytes()),
                                                ByteBuffer.class);
                        assertThat(List.of(server.line(), server.line(), server.line()))
                                .containsExactly("one", "two", "three");
                        server.send("1\n2\n3\n");
                        assertThat(get(first)).isEqualTo("1");
                        assertThat(get(second)).asString(StandardCharsets.UTF_8).isEqualTo("2");
                        assertThat(StandardCharsets.UTF_8.decode(get(third)).toString())
                                .isEqualTo("3");
                        var stats =
                                template(context)
                                        .connection("upstream")
                                        .exchangeStats()
                                        .orElseThrow();
                        assertThat(stats.replies()).isEqualTo(3);
                        assertThat(stats.inFlight()).isZero();
                    });
        }
    }

    @Test
    void theCodecWritesRequestsAndReadsReplies() throws Exception {
        try (Upstream upstream = Upstream.open()) {
            upstream.client("codec=json")
                    .run(context -> {
                        TestClient server = upstream.accept();
                        CompletableFuture<Quote> one =
                                template(context)
                                        .exchange("upstream", new Quote("A", 1), Quote.class);
                        assertThat(server.line()).isEqualTo("{\"symbol\":\"A\",\"price\":1}");
                        server.send("{\"symbol\":\"A\",\"price\":7}\n");
                        assertThat(get(one)).isEqualTo(new Quote("A", 7));

                        CompletableFuture<List<Quote>> many =
                                template(context)
                                        .exchange(
                                                "upstream",
                                                List.of("B"),
                                                new ParameterizedTypeReference<>() {});
                        assertThat(server.line()).isEqualTo("[\"B\"]");
                        server.send("[{\"symbol\":\"B\",\"price\":2}]\n");
                        assertThat(get(many)).containsExactly(new Quote("B", 2));
                    });
        }
    }

    @Test
    void aReplyThatCannotBeReadFailsItsRequestOnly() throws Exception {
        try (Upstream upstream = Upstream.open()) {
            upstream.client("codec=json")
                    .run(context -> {
                        TestClient server = upstream.accept();
                        var broken = template(context).exchange("upstream", 1, Quote.class);
                        var absent = template(context).exchange("upstream", 2, Quote.class);
                        var whole = template(context).exchange("upstream", 3, Integer.class);
                        assertThat(List.of(server.line(), server.line(), server.line()))
                                .containsExactly("1", "2", "3");
                        server.send("nonsense\nnull\n4\n");
                        assertThat(broken).failsWithin(PATIENCE);
                        assertThat(absent)
                                .failsWithin(PATIENCE)
                                .withThrowableOfType(ExecutionException.class)
                                .withMessageContaining("the reply is null");
                        assertThat(get(whole)).isEqualTo(4);
                        assertThat(state(context)).isEqualTo(ConnectionState.OPEN);
                    });
        }
    }

    @Test
    void aTypeThatTheCodecDoesNotKnowIsRefused() throws Exception {
        try (Upstream upstream = Upstream.open()) {
            upstream.client()
                    .run(context -> {
                        assertThat(template(context).exchange("upstream", "x", Quote.class))
                                .isCompletedExceptionally()
                                .failsWithin(Duration.ZERO)
                                .withThrowableOfType(ExecutionException.class)
                                .withMessageContainingAll(
                                        "connection 'upstream': codec text cannot read",
                                        "set reactor.connections.upstream.codec");
                        assertThatIllegalArgumentException()
                                .isThrownBy(() -> template(context).send("upstream", 5))
                                .withMessageContaining("codec text cannot write java.lang.Integer");
                        assertThatIllegalArgumentException()
                                .isThrownBy(() -> template(context).send("downstream", "x"))
                                .withMessage(
                                        "no connection is named 'downstream'; configured: upstream");
                    });
        }
    }

    @Test
    void aLateReplyAnswersNothing() throws Exception {
        try (Upstream upstream = Upstream.open()) {
            upstream.client()
                    .run(context -> {
                        TestClient server = upstream.accept();
                        var slow =
                                template(context)
                                        .exchange(
                                                "upstream",
                                                "1",
                                                String.class,
                                                Duration.ofMillis(5));
                        assertThat(slow)
                                .failsWithin(PATIENCE)
                                .withThrowableOfType(ExecutionException.class)
                                .withCauseInstanceOf(ExchangeTimeoutException.class);
                        var next = template(context).exchange("upstream", "2", String.class);
                        assertThat(server.line()).isEqualTo("1");
                        assertThat(server.line()).isEqualTo("2");
                        server.send("late\nnext\n");
                        assertThat(get(next)).isEqualTo("next");
                        var stats =
                                template(context)
                                        .connection("upstream")
                                        .exchangeStats()
                                        .orElseThrow();
                        assertThat(stats.timeouts()).isEqualTo(1);
                        assertThat(stats.late()).isEqualTo(1);
                    });
        }
    }

    /** Whether it is open or not, and what waits for it has its room as before. */
    @Test
    void aTimeoutThatNobodyCanMeasureIsRefused() throws Exception {
        Upstream.client(Upstream.freePort(), "open=on-demand", "outbound.limit=64KB")
                .run(context -> {
                    for (Duration timeout :
                            List.of(Duration.ofDays(366), ChronoUnit.FOREVER.getDuration())) {
                        assertThat(
                                        template(context)
                                                .exchange(
                                                        "upstream",
                                                        "x".repeat(60_000),
                                                        String.class,
                                                        timeout))
                                .failsWithin(Duration.ZERO)
                                .withThrowableOfType(ExecutionException.class)
                                .withMessageContaining("timeout must be")
                                .withMessageContaining("365 days");
                    }
                });
    }

    @Test
    void whatIsCancelledBeforeTheConnectionIsOpenGivesItsRoomBack() throws Exception {
        Upstream.client(Upstream.freePort(), "open-delay=1h", "outbound.limit=64KB")
                .run(context -> {
                    for (int i = 0; i < 3; i++) {
                        var waits =
                                template(context)
                                        .exchange("upstream", "x".repeat(60_000), String.class);
                        assertThat(waits.cancel(false)).as("it waits").isTrue();
                    }
                });
    }

    @Test
    void theTimeoutIsConfigured() throws Exception {
        try (Upstream upstream = Upstream.open()) {
            upstream.client("exchange.timeout=5ms")
                    .run(context -> {
                        TestClient server = upstream.accept();
                        assertThat(template(context).exchange("upstream", "1", String.class))
                                .failsWithin(PATIENCE)
                                .withThrowableOfType(ExecutionException.class)
                                .withCauseInstanceOf(ExchangeTimeoutException.class)
                                .withMessageContaining("PT0.005S");
                        server.close();
                    });
        }
    }

    @Test
    void sendTellsWhatBecameOfIt() throws Exception {
        try (Upstream upstream = Upstream.open()) {
            upstream.client("framing.type=raw")
                    .run(context -> {
                        TestClient server = upstream.accept();
                        assertThat(template(context).send("upstream", "abc"))
                                .isEqualTo(SendResult.ACCEPTED);
                        get(template(context).sendAndFlush("upstream", "def"));
                        assertThat(server.bytes(6))
                                .asString(StandardCharsets.UTF_8)
                                .isEqualTo("abcdef");
                        assertThat(template(context).send("upstream", new byte[2 << 20]))
                                .isEqualTo(SendResult.FULL);
                        assertThat(template(context).sendAndFlush("upstream", new byte[2 << 20]))
                                .failsWithin(PATIENCE)
                                .withThrowableOfType(ExecutionException.class)
                                .withMessageContaining("the outbound queue is full");
                    });
        }
    }

    @Test
    void withoutCorrelationNothingIsExchanged() throws Exception {
        try (Upstream upstream = Upstream.open()) {
            upstream.client("exchange.correlation=none")
                    .withUserConfiguration(PushHandler.class)
                    .run(context -> {
                        assertThat(template(context).exchange("upstream", "x", String.class))
                                .failsWithin(Duration.ZERO)
                                .withThrowableOfType(ExecutionException.class)
                                .withMessageContaining(
                                        "set reactor.connections.upstream.exchange.correlation");
                        upstream.accept().send("hello\n");
                        assertThat(
                                        context.getBean(PushHandler.class)
                                                .seen
                                                .poll(20, TimeUnit.SECONDS))
                                .isEqualTo("hello");
                    });
        }
    }

    @ReactorHandler("upstream")
    static class PushHandler {

        final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

        @OnMessage
        void pushed(String text) {
            seen.add(text);
        }
    }

    @Test
    void whatRepliesToNothingGoesToTheHandler() throws Exception {
        try (Upstream upstream = Upstream.open()) {
            upstream.client()
                    .withUserConfiguration(PushHandler.class)
                    .run(context -> {
                        TestClient server = upstream.accept();
                        server.send("push\n");
                        assertThat(
                                        context.getBean(PushHandler.class)
                                                .seen
                                                .poll(20, TimeUnit.SECONDS))
                                .isEqualTo("push");
                        var reply = template(context).exchange("upstream", "1", String.class);
                        assertThat(server.line()).isEqualTo("1");
                        server.send("one\n");
                        assertThat(get(reply)).isEqualTo("one");
                        assertThat(context.getBean(PushHandler.class).seen).isEmpty();
                    });
        }
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void withoutAHandlerItIsCountedAndLoggedOnce(CapturedOutput output) throws Exception {
        try (Upstream upstream = Upstream.open()) {
            upstream.client()
                    .run(context -> {
                        TestClient server = upstream.accept();
                        server.send("evil\u001b[2J" + "x".repeat(100) + "\nmore\nmore\n");
                        await().until(() ->
                                template(context)
                                                .connection("upstream")
                                                .exchangeStats()
                                                .orElseThrow()
                                                .unmatched()
                                        == 3);
                    });
        }
        assertThat(output)
                .containsOnlyOnce("that replies to nothing")
                .contains("Session upstream-1 received a frame of 108 bytes")
                .contains("evil\\u001b[2Jxxx")
                .doesNotContain("x".repeat(65));
    }

    @Test
    void oneOfTheApplicationIsTaken() throws Exception {
        ReactorTemplate own =
                new ReactorTemplate(name -> {
                    throw new IllegalArgumentException(name);
                });
        try (Upstream upstream = Upstream.open()) {
            upstream.client()
                    .withBean("ownTemplate", ReactorTemplate.class, () -> own)
                    .run(context -> assertThat(template(context)).isSameAs(own));
        }
    }
}
