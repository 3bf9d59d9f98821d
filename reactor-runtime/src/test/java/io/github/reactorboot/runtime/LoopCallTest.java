package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Work that is submitted to a loop, and what is told of it. */
class LoopCallTest {

    @Test
    @Tag("H1")
    @Tag("H2")
    void aCallRunsOnTheLoopAndItsResultIsTold() throws Exception {
        try (Live live = Live.start()) {
            EventLoop loop = live.loop();
            assertThat(Await.result(loop.submit(loop::inEventLoop))).isTrue();
            IOException thrown = new IOException("thrown by a test");
            CompletionStage<Object> failed =
                    loop.submit(() -> {
                        throw thrown;
                    });
            assertThat(Await.failure(failed)).isSameAs(thrown);
            assertThat(Await.result(loop.submit(() -> "next"))).isEqualTo("next");
        }
    }

    @Test
    @Tag("H4")
    void theCallsOfEachThreadRunInTheirOrder() throws Exception {
        try (Live live = Live.start(builder -> builder.commandQueueCapacity(1 << 16))) {
            List<List<Integer>> seen = new ArrayList<>();
            List<Thread> senders = new ArrayList<>();
            CountDownLatch done = new CountDownLatch(4 * 5_000);
            for (int thread = 0; thread < 4; thread++) {
                List<Integer> order = Collections.synchronizedList(new ArrayList<>());
                seen.add(order);
                Thread sender =
                        new Thread(() -> {
                            for (int i = 0; i < 5_000; i++) {
                                int number = i;
                                live.loop()
                                        .submit(() -> order.add(number))
                                        .thenRun(done::countDown);
                            }
                        });
                senders.add(sender);
                sender.start();
            }
            senders.forEach(Await::end);
            Await.latch(done);
            assertThat(seen).allSatisfy(order -> assertThat(order).hasSize(5_000).isSorted());
        }
    }

    @Test
    @Tag("H7")
    void aFullQueueRefusesWithTheNameOfTheLoop() {
        try (Embedded embedded =
                Embedded.with(
                        new RecordingHandler(),
                        builder -> builder.commandQueueCapacity(4),
                        config -> config)) {
            AtomicInteger ran = new AtomicInteger();
            List<CompletionStage<Integer>> taken = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                taken.add(embedded.loop().submit(ran::incrementAndGet));
            }
            assertThat(Await.failure(embedded.loop().submit(ran::incrementAndGet)))
                    .isInstanceOf(RejectedExecutionException.class)
                    .hasMessage("event loop scripted-0: command queue is full");
            embedded.settle();
            assertThat(taken).allSatisfy(stage -> assertThat(Await.result(stage)).isPositive());
            assertThat(Await.result(after(embedded, embedded.loop().submit(() -> "again"))))
                    .isEqualTo("again");
            assertThat(ran).hasValue(4);
        }
    }

    private static <T> CompletionStage<T> after(Embedded embedded, CompletionStage<T> stage) {
        embedded.settle();
        return stage;
    }

    @Test
    @Tag("H2")
    void aCancelledCallDoesNotRun() {
        try (Embedded embedded = Embedded.lines(new RecordingHandler())) {
            AtomicInteger ran = new AtomicInteger();
            CompletableFuture<Integer> call =
                    embedded.loop().submit(ran::incrementAndGet).toCompletableFuture();
            call.cancel(false);
            embedded.settle();
            assertThat(ran).hasValue(0);
        }
    }

    @Test
    @Tag("H6")
    @Tag("K7")
    void whatWaitsWhenTheLoopEndsFailsAndLaterCallsToo() {
        Embedded embedded = Embedded.lines(new RecordingHandler());
        EventLoop loop = embedded.loop();
        AtomicInteger told = new AtomicInteger();
        CompletionStage<String> waiting = loop.submit(() -> "ran");
        CompletionStage<String> chained =
                waiting.whenComplete((value, failure) -> {
                    told.incrementAndGet();
                    // Whoever tries again at the end is refused, and the loop does end.
                    assertThat(Await.failure(loop.submit(() -> "again")))
                            .isInstanceOf(RejectedExecutionException.class);
                    assertThatThrownBy(() -> loop.schedule(Duration.ZERO, () -> {}))
                            .isInstanceOf(RejectedExecutionException.class);
                });
        embedded.close();
        assertThat(Await.failure(waiting))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessage("event loop scripted-0 has ended");
        assertThat(told).hasValue(1);
        assertThat(Await.failure(chained)).isInstanceOf(RejectedExecutionException.class);
        assertThat(Await.failure(loop.submit(() -> "late")))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessage("event loop scripted-0 has ended");
    }

    @Test
    @Tag("H6")
    void eachCallIsToldOnceWhileTheLoopEndsUnderIt() throws Exception {
        Live live = Live.start(2);
        AtomicInteger told = new AtomicInteger();
        List<CompletionStage<Integer>> all = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch half = new CountDownLatch(2 * 5_000);
        List<Thread> senders = new ArrayList<>();
        for (EventLoop loop : live.reactor.loops()) {
            Thread sender =
                    new Thread(() -> {
                        for (int i = 0; i < 10_000; i++) {
                            int number = i;
                            all.add(
                                    loop.submit(() -> number)
                                            .whenComplete((v, e) -> told.incrementAndGet()));
                            half.countDown();
                        }
                    });
            senders.add(sender);
            sender.start();
        }
        Await.latch(half);
        live.close();
        senders.forEach(Await::end);
        assertThat(all).hasSize(20_000);
        for (CompletionStage<Integer> each : all) {
            Await.result(each.handle((value, failure) -> true));
        }
        assertThat(told).hasValue(20_000);
    }
}
