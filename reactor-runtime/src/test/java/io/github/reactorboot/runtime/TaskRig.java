package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.runtime.framing.Framers;
import io.github.reactorboot.runtime.task.SessionTask;
import io.github.reactorboot.runtime.task.SessionTasks;
import io.github.reactorboot.runtime.task.VirtualThreads;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Tasks over the scripted engine: the test's thread is the event loop, each task has a thread of
 * its own. When it ends, no task may be left.
 */
final class TaskRig implements AutoCloseable {

    final RecordingHandler companion;
    final Embedded embedded;

    /** What tasks have said, and how each of them ended: {@code returned}, or what it threw. */
    final BlockingQueue<Object> said = new LinkedBlockingQueue<>();

    private final AtomicInteger begun = new AtomicInteger();

    private TaskRig(
            SessionTask task,
            RecordingHandler companion,
            UnaryOperator<ListenerConfig.Builder> options) {
        this.companion = companion;
        SessionTasks tasks =
                SessionTasks.of(noting(task), threads())
                        .withCompanions(HandlerSource.shared(companion));
        embedded =
                Embedded.with(
                        companion,
                        config -> options.apply(config.framer(Framers.line()).handlers(tasks)));
    }

    static TaskRig start(SessionTask task) {
        return new TaskRig(task, new RecordingHandler(), config -> config);
    }

    static TaskRig start(SessionTask task, SessionSettings settings) {
        return new TaskRig(task, new RecordingHandler(), config -> config.session(settings));
    }

    static TaskRig start(SessionTask task, RecordingHandler companion) {
        return new TaskRig(task, companion, config -> config);
    }

    /** Virtual threads where there are, else as many platform threads as are wanted. */
    static Executor threads() {
        Executor platform =
                task -> {
                    Thread thread = new Thread(task, "test-task");
                    thread.setDaemon(true);
                    thread.start();
                };
        return VirtualThreads.executor().orElse(platform);
    }

    private SessionTask noting(SessionTask task) {
        return stream -> {
            begun.incrementAndGet();
            try {
                task.run(stream);
                said.add("returned");
            } catch (Throwable e) {
                said.add(e);
                throw e;
            }
        };
    }

    /** Makes turns until that is so. */
    void until(BooleanSupplier condition) {
        long began = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - began)
                    .as("waited %s", Await.PATIENCE)
                    .isLessThan(Await.PATIENCE.toNanos());
            if (embedded.turn() == 0) {
                Thread.yield();
            }
        }
    }

    /** Makes turns until there is one. */
    <T> T next(Supplier<T> source) {
        Object[] found = {null};
        until(() -> {
            found[0] = source.get();
            return found[0] != null;
        });
        @SuppressWarnings("unchecked")
        T value = (T) found[0];
        return value;
    }

    /** What a task says next. */
    Object nextSaid() {
        return next(said::poll);
    }

    /** A connection whose task has begun, if there is one. */
    ScriptedPeer connect() {
        return begin(embedded.connect());
    }

    /** As above, of a peer that takes nothing from the beginning. */
    ScriptedPeer connectDeaf() {
        ScriptedPeer peer = embedded.socket().connect().takesOnly(0);
        embedded.settle();
        return begin(peer);
    }

    private ScriptedPeer begin(ScriptedPeer peer) {
        until(() -> begun.get() == companion.opened.size());
        return peer;
    }

    Session session() {
        return embedded.session();
    }

    void advance(Duration by) {
        embedded.advance(by);
    }

    int timersArmed() {
        embedded.settle();
        return embedded.loop().stats().timersArmed();
    }

    @Override
    public void close() {
        companion.opened.forEach(Session::abort);
        until(() -> companion.closed.size() == companion.opened.size());
        embedded.close();
    }
}
