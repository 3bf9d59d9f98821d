package io.github.reactorboot.autoconfigure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.annotation.OnClose;
import io.github.reactorboot.annotation.OnMessage;
import io.github.reactorboot.annotation.ReactorHandler;
import io.github.reactorboot.runtime.CloseReason;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Replies that are not known when the method returns. */
class AsyncReplyTests {

    @Test
    void repliesLeaveInTheOrderOfTheRequests() {
        Runners.quotes()
                .withBean(Later.class)
                .run(context -> {
                    Later later = context.getBean(Later.class);
                    try (TestClient client = TestClient.connect(context, "quotes")) {
                        client.send("a\nb\nnow c\nd\n");
                        assertThat(later.received.poll(10, TimeUnit.SECONDS)).isEqualTo("a");
                        assertThat(later.received.poll(10, TimeUnit.SECONDS)).isEqualTo("b");
                        assertThat(later.received.poll(10, TimeUnit.SECONDS)).isEqualTo("d");
                        later.stages.get("d").complete("D");
                        later.stages.get("b").complete("B");
                        later.stages.get("a").complete("A");
                        assertThat(client.line()).isEqualTo("A");
                        assertThat(client.line()).isEqualTo("B");
                        assertThat(client.line()).isEqualTo("now c");
                        assertThat(client.line()).isEqualTo("D");
                    }
                });
    }

    @Test
    void aStageThatFailsEndsTheSessionAsAnExceptionDoes() {
        Runners.quotes()
                .withBean(Later.class)
                .withPropertyValues("reactor.listeners.quotes.close-timeout=50ms")
                .run(context -> {
                    Later later = context.getBean(Later.class);
                    try (TestClient client = TestClient.connect(context, "quotes")) {
                        client.send("a\n");
                        assertThat(later.received.poll(10, TimeUnit.SECONDS)).isEqualTo("a");
                        later.stages
                                .get("a")
                                .completeExceptionally(new IllegalStateException("no"));
                        assertThat(client.line()).isNull();
                        assertThat(later.closed.poll(10, TimeUnit.SECONDS))
                                .isEqualTo(CloseReason.HANDLER_ERROR);
                    }
                });
    }

    @Test
    void aStageWithoutAValueIsNoReply() {
        Runners.quotes()
                .withBean(Later.class)
                .run(context -> {
                    Later later = context.getBean(Later.class);
                    try (TestClient client = TestClient.connect(context, "quotes")) {
                        client.send("a\nnow b\n");
                        assertThat(later.received.poll(10, TimeUnit.SECONDS)).isEqualTo("a");
                        later.stages.get("a").complete(null);
                        assertThat(client.line()).isEqualTo("now b");
                    }
                });
    }

    @Test
    void aLateReplyThatCannotBeFramedEndsTheSessionOnly() {
        Runners.quotes()
                .withBean(Later.class)
                .withPropertyValues(
                        "reactor.listeners.quotes.close-timeout=50ms",
                        "reactor.listeners.quotes.framing.type=fixed",
                        "reactor.listeners.quotes.framing.fixed.size=3B")
                .run(context -> {
                    Later later = context.getBean(Later.class);
                    try (TestClient client = TestClient.connect(context, "quotes")) {
                        client.send("abc");
                        assertThat(later.received.poll(10, TimeUnit.SECONDS)).isEqualTo("abc");
                        later.stages.get("abc").complete("too long");
                        assertThat(client.line()).isNull();
                        assertThat(later.closed.poll(10, TimeUnit.SECONDS))
                                .isEqualTo(CloseReason.HANDLER_ERROR);
                    }
                    try (TestClient client = TestClient.connect(context, "quotes")) {
                        client.send("now");
                        assertThat(new String(client.bytes(3), UTF_8)).isEqualTo("now");
                    }
                });
    }

    @ReactorHandler("quotes")
    static class Later {

        final BlockingQueue<String> received = new LinkedBlockingQueue<>();
        final BlockingQueue<CloseReason> closed = new LinkedBlockingQueue<>();
        final Map<String, CompletableFuture<String>> stages = new ConcurrentHashMap<>();

        @OnMessage
        CompletionStage<String> ask(String line) {
            if (line.startsWith("now")) {
                return CompletableFuture.completedFuture(line);
            }
            CompletableFuture<String> stage = new CompletableFuture<>();
            stages.put(line, stage);
            received.add(line);
            return stage;
        }

        @OnClose
        void closed(CloseReason reason) {
            closed.add(reason);
        }
    }
}
