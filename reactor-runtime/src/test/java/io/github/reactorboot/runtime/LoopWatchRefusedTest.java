package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorboot.runtime.engine.Interest;
import io.github.reactorboot.runtime.engine.Watchable;
import io.github.reactorboot.runtime.engine.WatchedPipe;
import java.io.IOException;
import java.nio.channels.Pipe;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a loop does not watch, and who learns of it. */
@Tag("N5")
@Timeout(60)
class LoopWatchRefusedTest {

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

    @Test
    void aResourceThatTheEngineCannotWatchFailsTheFuture() throws Exception {
        Pipe channels = Pipe.open();
        try (Live live = Live.start();
                Pipe.SourceChannel source = channels.source();
                Pipe.SinkChannel sink = channels.sink()) {
            assertThat(sink.isOpen()).isTrue();
            boolean nio = TestEngine.NAME.equals("nio");
            Watchable alien = nio ? new Watchable.Descriptor(0) : new Watchable.Selectable(source);
            assertThat(Await.failure(live.loop().watch(alien, Interest.READ, reader())))
                    .hasMessageContaining(nio ? "epoll or io_uring" : "the engine nio");
            Await.result(live.loop().watch(pipe.input(), Interest.READ, reader()));
            assertThat(Await.failure(live.loop().watch(pipe.input(), Interest.READ, reader())))
                    .hasMessageContaining("is watched by this loop already");
        }
    }

    @Test
    void badInputIsNamed() throws Exception {
        Pipe channels = Pipe.open();
        try (Live live = Live.start();
                Pipe.SourceChannel source = channels.source();
                Pipe.SinkChannel sink = channels.sink()) {
            assertThat(sink.isOpen()).isTrue();
            Watchable input = new Watchable.Selectable(source);
            assertThatThrownBy(() -> live.loop().watch(input, Interest.READ_WRITE, reader()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("interest must be one that channel ")
                    .hasMessageEndingWith("was READ_WRITE");
            assertThatThrownBy(() -> new Watchable.Descriptor(-1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("fd must not be negative, was -1");
        }
    }

    @Test
    @Tag("H6")
    void aFullQueueAndALoopThatHasEndedRefuse() throws Exception {
        EventLoop loop;
        try (Live live = Live.start(builder -> builder.commandQueueCapacity(4))) {
            loop = live.loop();
            CountDownLatch blocked = new CountDownLatch(1);
            CountDownLatch go = new CountDownLatch(1);
            loop.execute(() -> {
                blocked.countDown();
                Await.latch(go);
            });
            Await.latch(blocked);
            while (loop.execute(() -> {})) {
                // Until it is full.
            }
            assertThat(Await.failure(loop.watch(pipe.input(), Interest.READ, reader())))
                    .isInstanceOf(RejectedExecutionException.class)
                    .hasMessageContaining("command queue is full");
            go.countDown();
        }
        assertThat(Await.failure(loop.watch(pipe.input(), Interest.READ, reader())))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessageContaining("has ended");
    }

    @Test
    void aFutureThatWasCancelledWatchesNothing() throws Exception {
        Reactor reactor = TestEngine.builder("stepped").loops(1).build();
        reactor.startEmbedded();
        EventLoop loop = reactor.loops().get(0);
        loop.watch(pipe.input(), Interest.READ, reader()).toCompletableFuture().cancel(false);
        loop.runOnce(0);
        // Not watched already:
        RecordingWatch watcher = reader();
        Await.result(loop.watch(pipe.input(), Interest.READ, watcher));
        reactor.close();
        assertThat(watcher.ends).hasSize(1);
    }

    @Test
    void aLoopThatEndsBeforeItComesToARequestRefusesIt() throws Exception {
        Reactor reactor = TestEngine.builder("stepped").loops(1).build();
        reactor.startEmbedded();
        RecordingWatch watcher = reader();
        CompletableFuture<Watch> watch =
                reactor.loops()
                        .get(0)
                        .watch(pipe.input(), Interest.READ, watcher)
                        .toCompletableFuture();
        reactor.close();
        assertThat(Await.failure(watch)).isInstanceOf(RejectedExecutionException.class);
        assertThat(watcher.ends).isEmpty();
    }
}
