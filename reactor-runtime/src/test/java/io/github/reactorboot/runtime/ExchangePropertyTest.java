package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.runtime.exchange.ExchangeStats;
import io.github.reactorboot.runtime.exchange.Exchanges;
import io.github.reactorboot.runtime.exchange.ExchangesBuilder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests, replies, late and unwanted ones, timeouts, cancels and the end, in every order: each
 * future is completed once, with the reply to its own request if with any.
 */
@Tag("P5")
class ExchangePropertyTest {

    private static final int SEEDS = 150;
    private static final int STEPS = 120;
    private static final int MOST = 8;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void everyRequestEndsOnceAndOnlyItsOwnReplyAnswersIt(boolean inOrder) {
        for (int seed = 0; seed < SEEDS; seed++) {
            try (Run run = new Run(inOrder, seed)) {
                for (int step = 0; step < STEPS; step++) {
                    run.step();
                }
                run.end();
            }
        }
    }

    private static Object key(ByteBuffer payload) {
        String text = StandardCharsets.UTF_8.decode(payload).toString();
        return text.startsWith("#") ? text.substring(0, text.indexOf(' ')) : null;
    }

    private static final class Run implements AutoCloseable {

        private final boolean inOrder;
        private final int seed;
        private final Random random;
        private final Exchanges exchanges;
        private final Embedded embedded;
        private final ScriptedPeer peer;
        private final Session session;
        private final List<CompletableFuture<String>> replies = new ArrayList<>();
        private final List<Integer> completions = new ArrayList<>();
        private final List<String> unanswered = new ArrayList<>();
        private int read;

        Run(boolean inOrder, int seed) {
            this.inOrder = inOrder;
            this.seed = seed;
            this.random = new Random(seed);
            ExchangesBuilder builder =
                    inOrder ? Exchanges.inOrder() : Exchanges.byKey(ExchangePropertyTest::key);
            RecordingHandler handler = new RecordingHandler();
            exchanges = builder.maxInFlight(MOST).handler(handler).build();
            embedded = Embedded.with(handler, config -> config.handler(exchanges));
            peer = embedded.connect();
            session = embedded.session();
        }

        void step() {
            switch (random.nextInt(10)) {
                case 0, 1, 2 -> ask();
                case 3 -> elsewhere(this::ask);
                case 4, 5 -> answer();
                case 6 -> pick().ifCancelled();
                case 7 -> elsewhere(() -> pick().ifCancelled());
                case 8 -> embedded.clock.advance(Duration.ofMillis(random.nextInt(40)));
                default -> {}
            }
            if (random.nextInt(3) > 0) {
                embedded.turn();
            }
            check();
        }

        /** "#key number". No more keys than are remembered, so that none is ever mistaken. */
        private void ask() {
            int number = replies.size();
            String request = "#" + random.nextInt(MOST) + " " + number;
            Duration timeout = Duration.ofMillis(1 + random.nextInt(60));
            completions.add(0);
            CompletableFuture<String> reply = exchanges.exchange(session, request, timeout);
            replies.add(reply);
            reply.whenComplete((value, failure) -> {
                completions.set(number, completions.get(number) + 1);
                if (number % 4 == 0 && session.isOpen()) {
                    ask();
                }
            });
        }

        private void answer() {
            String received = peer.receivedText();
            for (int end = received.indexOf('\n', read);
                    end >= 0;
                    end = received.indexOf('\n', read)) {
                unanswered.add(received.substring(read, end));
                read = end + 1;
            }
            if (!unanswered.isEmpty()) {
                int which = inOrder ? 0 : random.nextInt(unanswered.size());
                peer.sends(unanswered.remove(which) + "\n");
            }
            if (!inOrder && random.nextInt(4) == 0) {
                peer.sends("news\n");
            }
        }

        private Pick pick() {
            return new Pick(replies.isEmpty() ? null : replies.get(random.nextInt(replies.size())));
        }

        private record Pick(CompletableFuture<String> reply) {
            void ifCancelled() {
                if (reply != null) {
                    reply.cancel(false);
                }
            }
        }

        private void elsewhere(Runnable task) {
            Thread thread = new Thread(task);
            thread.start();
            Await.end(thread);
        }

        private void check() {
            for (int i = 0; i < replies.size(); i++) {
                CompletableFuture<String> reply = replies.get(i);
                assertThat(completions.get(i))
                        .as("completions of %s, seed %s", i, seed)
                        .isEqualTo(reply.isDone() ? 1 : 0);
                if (reply.isDone() && !reply.isCompletedExceptionally()) {
                    assertThat(reply.join()).as("seed %s", seed).endsWith(" " + i);
                }
            }
            assertThat(exchanges.stats().inFlight()).as("seed %s", seed).isBetween(0L, (long) MOST);
        }

        void end() {
            switch (random.nextInt(3)) {
                case 0 -> session.abort();
                case 1 -> peer.resets();
                default -> embedded.reactor.close();
            }
            if (embedded.loop().state() == LoopState.RUNNING) {
                embedded.settle();
            }
            assertThat(replies).allMatch(CompletableFuture::isDone);
            check();
            ExchangeStats stats = exchanges.stats();
            assertThat(stats.inFlight()).as("seed %s", seed).isZero();
            assertThat(stats.requests()).isEqualTo(replies.size());
            assertThat(
                            stats.replies()
                                    + stats.timeouts()
                                    + stats.cancelled()
                                    + stats.closed()
                                    + stats.refused())
                    .as("seed %s", seed)
                    .isEqualTo(replies.size());
        }

        @Override
        public void close() {
            embedded.close();
        }
    }
}
