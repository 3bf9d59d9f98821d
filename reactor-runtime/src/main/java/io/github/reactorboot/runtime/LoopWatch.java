package io.github.reactorboot.runtime;

import io.github.reactorboot.runtime.engine.Interest;
import io.github.reactorboot.runtime.engine.Readiness;
import io.github.reactorboot.runtime.engine.ReadyEvents;
import io.github.reactorboot.runtime.engine.ResourceWatch;
import io.github.reactorboot.runtime.engine.Watchable;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One watch, between the engine and the handler. Owned by the loop, but for what others ask. */
final class LoopWatch implements Watch, ReadyEvents {

    private static final Logger log = LoggerFactory.getLogger(EventLoop.class);

    private final LoopWatches watches;
    private final EventLoop loop;
    private final Watchable resource;
    private final ReadyHandler handler;

    /** Whether the loop was asked to look what others want; so one task waits at the most. */
    private final AtomicBoolean asked = new AtomicBoolean();

    private volatile Interest interest;
    private volatile boolean cancelled;
    private volatile boolean ended;
    private @Nullable ResourceWatch registered;

    LoopWatch(
            LoopWatches watches,
            EventLoop loop,
            Watchable resource,
            Interest interest,
            ReadyHandler handler) {
        this.watches = watches;
        this.loop = loop;
        this.resource = resource;
        this.interest = interest;
        this.handler = handler;
        requireSupported(interest);
    }

    private void requireSupported(Interest wanted) {
        if (!resource.supports(wanted)) {
            throw new IllegalArgumentException(
                    "interest must be one that %s has, was %s".formatted(resource, wanted));
        }
    }

    /** On the loop, first. */
    void register() throws IOException {
        registered = loop.engine().watch(resource, interest, this);
    }

    // ---- from the application

    @Override
    public Watchable resource() {
        return resource;
    }

    @Override
    public EventLoop loop() {
        return loop;
    }

    @Override
    public Interest interest() {
        return interest;
    }

    @Override
    public boolean isEnded() {
        return ended;
    }

    @Override
    public void interest(Interest wanted) {
        requireSupported(wanted);
        interest = wanted;
        if (loop.inEventLoop()) {
            apply();
        } else {
            ask();
        }
    }

    @Override
    public void cancel() {
        cancelled = true;
        if (loop.inEventLoop()) {
            end(null);
        } else {
            ask();
        }
    }

    private void ask() {
        if (!ended && asked.compareAndSet(false, true)) {
            loop.submitInternal(this::attend);
        }
    }

    private void attend() {
        // Before the look, so that what is asked for later is asked for anew.
        asked.set(false);
        endIfCancelled();
        apply();
    }

    /** Whoever cancels it on another thread may watch the resource again, which may come first. */
    void endIfCancelled() {
        if (cancelled) {
            end(null);
        }
    }

    private void apply() {
        if (ended) {
            return;
        }
        try {
            registered().interest(interest);
        } catch (IOException | RuntimeException e) {
            refused(e);
        }
    }

    // ---- from the engine

    @Override
    public void onReady(Readiness ready) {
        loop.meter().step();
        try {
            handler.onReady(this, ready);
        } catch (Exception | StackOverflowError | LinkageError e) {
            log.error(
                    "Event loop {}: {} is watched no longer: its handler threw",
                    loop.name(),
                    resource,
                    e);
            end(e);
        }
        loop.clearInterrupt();
    }

    @Override
    public void onFailed(IOException cause) {
        if (cause instanceof ClosedChannelException) {
            end(cause);
        } else {
            refused(cause);
        }
    }

    private void refused(Exception cause) {
        log.warn(
                "Event loop {}: {} is watched no longer: {}",
                loop.name(),
                resource,
                cause.toString());
        end(cause);
    }

    // ---- the end

    /** The handler is told when its caller has returned to the loop. */
    void end(@Nullable Throwable cause) {
        if (ended) {
            return;
        }
        ended = true;
        watches.remove(this);
        try {
            registered().cancel();
        } catch (RuntimeException e) {
            log.error("Event loop {}: the watch of {} cannot be ended", loop.name(), resource, e);
        }
        if (!loop.submitInternal(() -> tellEnd(cause))) {
            tellEnd(cause);
        }
    }

    private void tellEnd(@Nullable Throwable cause) {
        try {
            handler.onEnded(this, cause);
        } catch (Exception | StackOverflowError | LinkageError e) {
            log.error(
                    "Event loop {}: the handler of {} threw at its end", loop.name(), resource, e);
        }
    }

    private ResourceWatch registered() {
        return Objects.requireNonNull(registered, "not registered yet");
    }

    @Override
    public String toString() {
        return "Watch[%s, %s]".formatted(resource, ended ? "ended" : interest);
    }
}
