package io.github.reactorboot.runtime;

import io.github.reactorboot.runtime.engine.Interest;
import io.github.reactorboot.runtime.engine.Watchable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an event loop watches for the application. Owned by the loop, but for {@link #watch}. */
final class LoopWatches {

    private static final Logger log = LoggerFactory.getLogger(EventLoop.class);

    private final EventLoop loop;
    private final Map<Watchable, LoopWatch> watches = new LinkedHashMap<>();

    LoopWatches(EventLoop loop) {
        this.loop = loop;
    }

    /** Any thread. */
    CompletionStage<Watch> watch(Watchable resource, Interest interest, ReadyHandler handler) {
        Request request = new Request(new LoopWatch(this, loop, resource, interest, handler));
        if (loop.inEventLoop()) {
            request.run();
        } else if (!loop.execute(request)) {
            request.refuse();
        }
        return request.future;
    }

    void remove(LoopWatch watch) {
        watches.remove(watch.resource(), watch);
    }

    /** The loop is over, and so are they. */
    void endAll(@Nullable Throwable cause) {
        List<LoopWatch> all = new ArrayList<>(watches.values());
        for (LoopWatch watch : all) {
            try {
                watch.end(cause);
            } catch (Throwable t) {
                // The others must learn of their end all the same.
                log.error("Event loop {}: an error at the end of {}", loop.name(), watch, t);
            }
        }
    }

    /** A watch on its way to the loop. */
    private final class Request implements RefusableCommand {

        final CompletableFuture<Watch> future = new CompletableFuture<>();
        private final LoopWatch watch;

        Request(LoopWatch watch) {
            this.watch = watch;
        }

        @Override
        public void run() {
            if (future.isDone()) {
                return;
            }
            if (loop.isOver()) {
                refuse();
                return;
            }
            LoopWatch former = watches.get(watch.resource());
            if (former != null) {
                former.endIfCancelled();
            }
            try {
                watch.register();
            } catch (IOException | RuntimeException e) {
                future.completeExceptionally(e);
                return;
            } catch (Error e) {
                future.completeExceptionally(e);
                throw e;
            }
            watches.put(watch.resource(), watch);
            if (!future.complete(watch)) {
                watch.cancel();
            }
        }

        @Override
        public void refuse() {
            future.completeExceptionally(loop.refusal());
        }
    }
}
