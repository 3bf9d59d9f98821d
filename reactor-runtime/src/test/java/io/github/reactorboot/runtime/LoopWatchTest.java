package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.reactorboot.runtime.engine.Interest;
import io.github.reactorboot.runtime.engine.WatchedPipe;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** What the application has a loop watch: a pipe of the kind that the engine can watch. */
@Tag("N5")
@Timeout(60)
class LoopWatchTest {

    private WatchedPipe pipe;

    @BeforeEach
    void open() throws IOException {
        pipe = WatchedPipe.of(TestEngine.NAME);
    }

    @AfterEach
    void close() throws IOException {
        pipe.close();
    }

    private RecordingWatch reader() {
        return RecordingWatch.reader(pipe);
    }

    private Watch watch(Live live, RecordingWatch watcher) {
        return Await.result(live.loop().watch(pipe.input(), Interest.READ, watcher));
    }

    // ---- what is told

    @Test
    void inputIsToldOnTheLoopFromWhicheverThreadItIsAskedFor() throws Exception {
        try (Live live = Live.start()) {
            RecordingWatch watcher = reader();
            Watch watch = watch(live, watcher);
            assertThat(watch.loop()).isSameAs(live.loop());
            assertThat(watch.resource()).isEqualTo(pipe.input());
            assertThat(watch.interest()).isEqualTo(Interest.READ);
            pipe.write("x");
            assertThat(Await.next(watcher.told).getName()).isEqualTo("reactor-live-0");
            live.awaitTurns();
            assertThat(watcher.told).as("it was read").isEmpty();
            pipe.write("y");
            Await.next(watcher.told);
            watch.cancel();
            watcher.assertEnded(live, "null");
        }
    }

    @Test
    void onTheLoopItIsDoneAtOnce() throws Exception {
        try (Live live = Live.start()) {
            RecordingWatch watcher = reader();
            CompletableFuture<Boolean> done = new CompletableFuture<>();
            live.loop()
                    .execute(() -> {
                        CompletableFuture<Watch> watch =
                                live.loop()
                                        .watch(pipe.input(), Interest.READ, watcher)
                                        .toCompletableFuture();
                        done.complete(watch.isDone() && !watch.isCompletedExceptionally());
                    });
            assertThat(Await.result(done)).isTrue();
            pipe.write("x");
            Await.next(watcher.told);
        }
    }

    @Test
    void aHandlerThatNeverReadsLeavesTimeForOthers() throws Exception {
        try (Live live = Live.start()) {
            RecordingWatch watcher = new RecordingWatch(watch -> {});
            watch(live, watcher);
            pipe.write("x");
            Await.next(watcher.told);
            Listener listener = live.listen(RecordingHandler.echo());
            TestClient client = live.connect(listener);
            for (int i = 0; i < 20; i++) {
                client.send("echo\n");
                assertThat(client.readLine()).isEqualTo("echo");
            }
            int before = watcher.told.size();
            live.awaitUntil(() -> watcher.told.size() > before + 10);
        }
    }

    @Test
    void interestIsChangedFromAnyThreadAndFromTheCall() throws Exception {
        try (Live live = Live.start()) {
            RecordingWatch watcher = new RecordingWatch(watch -> watch.interest(Interest.NONE));
            Watch watch = watch(live, watcher);
            pipe.write("x");
            for (int i = 0; i < 10; i++) {
                Await.next(watcher.told);
                live.awaitTurns();
                assertThat(watcher.told).isEmpty();
                assertThat(watch.interest()).isEqualTo(Interest.NONE);
                // Of many wishes the last one counts.
                for (int j = 0; j < 1_000; j++) {
                    watch.interest(Interest.NONE);
                }
                watch.interest(Interest.READ);
            }
        }
    }

    @Test
    void aSteppedLoopWatchesToo() throws Exception {
        Reactor reactor = TestEngine.builder("stepped").loops(1).build();
        reactor.startEmbedded();
        EventLoop loop = reactor.loops().get(0);
        RecordingWatch watcher = new RecordingWatch(Watch::cancel);
        CompletableFuture<Watch> watch =
                loop.watch(pipe.input(), Interest.READ, watcher).toCompletableFuture();
        assertThat(watch.isDone()).isFalse();
        loop.runOnce(0);
        assertThat(watch.isDone()).isTrue();
        pipe.write("x");
        while (watcher.told.isEmpty()) {
            loop.runOnce(1_000_000_000);
        }
        assertThat(Await.next(watcher.told)).isSameAs(Thread.currentThread());
        assertThat(watcher.ends).as("told in the turn of the cancel").hasSize(1);
        RecordingWatch another = reader();
        Await.result(loop.watch(pipe.input(), Interest.READ, another));
        reactor.close();
        assertThat(another.ends).containsExactly("null");
        assertThat(watcher.ends).hasSize(1);
    }

    // ---- the end

    @Test
    void aHandlerThatThrowsIsLoggedOnceAndTold() throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger(EventLoop.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        try (Live live = Live.start()) {
            IOException failure = new IOException("thrown by a test");
            RecordingWatch watcher =
                    new RecordingWatch(watch -> {
                        throw failure;
                    });
            Watch watch = watch(live, watcher);
            pipe.write("x");
            watcher.assertEnded(live, failure.toString());
            assertThat(watcher.cause).hasValue(failure);
            assertThat(watcher.told).hasSize(1);
            assertThat(watch.isEnded()).isTrue();
            assertThat(lines.list)
                    .singleElement()
                    .satisfies(line -> {
                        assertThat(line.getFormattedMessage())
                                .contains("live-0", pipe.input().toString());
                        assertThat(line.getThrowableProxy().getMessage())
                                .isEqualTo("thrown by a test");
                    });
            RecordingWatch next = reader();
            watch(live, next);
            Await.next(next.told);
        } finally {
            logger.detachAppender(lines);
        }
    }

    @Test
    void aHandlerThatThrowsAtTheEndHarmsNobody() throws Exception {
        try (Live live = Live.start()) {
            RecordingWatch watcher = reader();
            watcher.atEnd =
                    () -> {
                        throw new IllegalStateException("thrown by a test");
                    };
            watch(live, watcher).cancel();
            watcher.assertEnded(live, "null");
            assertThat(live.loop().state()).isEqualTo(LoopState.RUNNING);
        }
    }

    @Test
    @Tag("J3")
    void anErrorEndsTheLoopAndEveryWatchLearnsOfIt() throws Exception {
        try (Live live = Live.start();
                WatchedPipe other = WatchedPipe.of(TestEngine.NAME)) {
            AssertionError death = new AssertionError("thrown by a test");
            RecordingWatch watcher =
                    new RecordingWatch(watch -> {
                        throw death;
                    });
            watcher.atEnd =
                    () -> {
                        throw new AssertionError("thrown by a test, again");
                    };
            RecordingWatch second = reader();
            Watch watch = watch(live, watcher);
            Await.result(live.loop().watch(other.input(), Interest.READ, second));
            pipe.write("x");
            assertThat(Await.next(live.observer.failures).cause()).isSameAs(death);
            watcher.assertEnded(live, death.toString());
            second.assertEnded(live, death.toString());
            watch.interest(Interest.NONE);
            watch.cancel();
            assertThat(watcher.ends).isEmpty();
            assertThat(pipe.read(1)).as("it stays open").isEqualTo("x");
        }
    }

    @Test
    void aReactorThatClosesTellsOnce() throws Exception {
        RecordingWatch watcher = reader();
        RecordingWatch cancelled = reader();
        try (Live live = Live.start();
                WatchedPipe other = WatchedPipe.of(TestEngine.NAME)) {
            Watch watch = watch(live, watcher);
            Watch ended = Await.result(live.loop().watch(other.input(), Interest.READ, cancelled));
            ended.cancel();
            live.reactor.close();
            watch.cancel();
            watch.interest(Interest.READ);
            assertThat(watch.isEnded()).isTrue();
        }
        assertThat(watcher.ends).containsExactly("null");
        assertThat(cancelled.ends).containsExactly("null");
        pipe.write("x");
        assertThat(pipe.read(1)).isEqualTo("x");
    }

    @Test
    void cancelledTwiceFromEverywhereItEndsOnce() throws Exception {
        try (Live live = Live.start()) {
            RecordingWatch watcher =
                    new RecordingWatch(watch -> {
                        watch.cancel();
                        watch.cancel();
                        assertThat(watch.isEnded()).isTrue();
                    });
            Watch watch = watch(live, watcher);
            pipe.write("x");
            watch.cancel();
            Thread other = new Thread(watch::cancel);
            other.start();
            Await.end(other);
            watcher.assertEnded(live, "null");
            assertThat(watcher.told).hasSizeLessThanOrEqualTo(1);
            RecordingWatch next = reader();
            watch(live, next);
            Await.next(next.told);
        }
    }

    @Test
    void whoeverCancelsMayWatchAgainWithoutWaiting() throws Exception {
        try (Live live = Live.start()) {
            for (int i = 0; i < 500; i++) {
                watch(live, reader()).cancel();
            }
            RecordingWatch last = reader();
            watch(live, last);
            pipe.write("x");
            Await.next(last.told);
        }
    }

    @Test
    void whoIsToldOfTheEndMayWatchAgain() throws Exception {
        try (Live live = Live.start()) {
            RecordingWatch next = reader();
            RecordingWatch watcher = new RecordingWatch(Watch::cancel);
            CountDownLatch watched = new CountDownLatch(1);
            watcher.atEnd =
                    () ->
                            live.loop()
                                    .watch(pipe.input(), Interest.READ, next)
                                    .thenRun(watched::countDown);
            watch(live, watcher);
            pipe.write("x");
            Await.latch(watched);
            Await.next(next.told);
        }
    }
}
