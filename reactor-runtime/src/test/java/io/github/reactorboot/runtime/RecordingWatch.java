package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.runtime.engine.Readiness;
import io.github.reactorboot.runtime.engine.WatchedPipe;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;

/** Notes what it is told, and on which thread. */
final class RecordingWatch implements ReadyHandler {
    final BlockingQueue<Thread> told = new LinkedBlockingQueue<>();
    final BlockingQueue<String> ends = new LinkedBlockingQueue<>();
    final AtomicReference<Throwable> cause = new AtomicReference<>();
    private final Reaction reaction;
    volatile Runnable atEnd = () -> {};

    interface Reaction {
        void to(Watch watch) throws Exception;
    }

    RecordingWatch(Reaction reaction) {
        this.reaction = reaction;
    }

    /** Reads what is there. */
    static RecordingWatch reader(WatchedPipe pipe) {
        return new RecordingWatch(watch -> pipe.read(100));
    }

    @Override
    public void onReady(Watch watch, Readiness ready) throws Exception {
        assertThat(watch.isEnded()).isFalse();
        assertThat(ends).as("nothing follows the end").isEmpty();
        told.add(Thread.currentThread());
        reaction.to(watch);
    }

    @Override
    public void onEnded(Watch watch, Throwable why) {
        assertThat(watch.isEnded()).isTrue();
        assertThat(watch.loop().inEventLoop()).isTrue();
        cause.set(why);
        ends.add(String.valueOf(why));
        atEnd.run();
    }

    /** It has ended once, for this reason. */
    void assertEnded(Live live, String why) {
        assertThat(Await.next(ends)).isEqualTo(why);
        if (live.loop().state() == LoopState.RUNNING) {
            live.awaitTurns();
        }
        assertThat(ends).isEmpty();
    }
}
