package io.github.reactorboot.runtime;

import io.github.reactorboot.runtime.framing.Framer;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One message on its way to sessions of several event loops: framed once for each framer, one
 * command for each loop. The thread that publishes hands it to each loop and then calls {@link
 * #outcome()}; the last loop that is done keeps the promise.
 */
final class Publication {

    /** The sessions of one loop that a message is for. */
    interface Audience {

        /** On the loop. */
        void forEach(Consumer<? super LoopSession> action);

        /** Any thread. */
        int size();

        /**
         * A session found no room for the message; on the loop.
         *
         * @return whether it is closed for that
         */
        boolean closes(LoopSession slow);

        /**
         * The loop takes no commands: none of them gets the message. Any thread.
         *
         * @return how many are closed for that
         */
        int closeAll();
    }

    private final ByteBuffer payload;
    private final PublishBudget budget;
    private final Consumer<Delivery> whenDone;
    private final ConcurrentMap<Framer, ByteBuffer> framed = new ConcurrentHashMap<>(2);

    /** Loops that are not done, and the thread that publishes. */
    private final AtomicInteger left = new AtomicInteger(1);

    private final AtomicReference<Delivery> counts = new AtomicReference<>(Delivery.NONE);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final CompletableFuture<Delivery> outcome = new CompletableFuture<>();

    /**
     * Copies the payload; its position is not moved.
     *
     * @param whenDone told the counts once, before anybody else
     * @throws RejectedExecutionException when too much waits already
     */
    Publication(ByteBuffer payload, PublishBudget budget, Consumer<Delivery> whenDone) {
        budget.take(payload.remaining());
        this.budget = budget;
        this.whenDone = whenDone;
        byte[] copy = new byte[payload.remaining()];
        payload.get(payload.position(), copy);
        this.payload = ByteBuffer.wrap(copy);
    }

    /** The bytes for sessions with this framer; any thread. */
    ByteBuffer framed(Framer framer) {
        return framed.computeIfAbsent(framer, this::frame);
    }

    private ByteBuffer frame(Framer framer) {
        int length = payload.remaining();
        framer.checkPayload(length);
        int around = framer.headerLength(length) + framer.trailerLength();
        if (around == 0) {
            return payload;
        }
        ByteBuffer frame = ByteBuffer.allocate(Math.addExact(length, around));
        framer.putHeader(frame, length);
        frame.put(payload.duplicate());
        framer.putTrailer(frame);
        return frame.flip();
    }

    /** Nobody gets it. */
    void giveUp() {
        budget.giveBack(payload.remaining());
    }

    /** For sessions of one loop; at once if the caller runs on it. */
    void to(EventLoop loop, Audience audience) {
        left.incrementAndGet();
        LoopDelivery delivery = new LoopDelivery(loop, audience);
        if (loop.inEventLoop()) {
            delivery.run();
        } else if (!loop.execute(delivery)) {
            delivery.refuse();
        }
    }

    /** It was handed to all loops; completed when all are done. */
    CompletionStage<Delivery> outcome() {
        done(Delivery.NONE);
        return outcome;
    }

    private void done(Delivery more) {
        counts.accumulateAndGet(more, Delivery::plus);
        if (left.decrementAndGet() > 0) {
            return;
        }
        budget.giveBack(payload.remaining());
        whenDone.accept(counts.get());
        Throwable cause = failure.get();
        if (cause == null) {
            outcome.complete(counts.get());
        } else {
            outcome.completeExceptionally(cause);
        }
    }

    /** The part of one loop. */
    private final class LoopDelivery implements RefusableCommand, Consumer<LoopSession> {

        private final EventLoop loop;
        private final Audience audience;
        private int delivered;
        private int skipped;
        private int closed;

        /** The last framer met and its bytes: mostly all sessions have the same one. */
        private @Nullable Framer framer;

        private ByteBuffer bytes = payload;

        LoopDelivery(EventLoop loop, Audience audience) {
            this.loop = loop;
            this.audience = audience;
        }

        @Override
        public void run() {
            try {
                audience.forEach(this);
            } catch (RuntimeException | StackOverflowError | LinkageError e) {
                failure.compareAndSet(null, e);
            } finally {
                done(new Delivery(delivered, skipped, closed, 0));
            }
        }

        @Override
        @SuppressWarnings("ReferenceEquality") // the same one is enough, and quick
        public void accept(LoopSession session) {
            loop.meter().step();
            Framer wanted = session.framer();
            try {
                if (wanted != framer) {
                    bytes = framed(wanted);
                    framer = wanted;
                }
            } catch (IllegalArgumentException unfit) {
                failure.compareAndSet(null, unfit);
                skipped++;
                return;
            }
            switch (session.sendFramed(bytes, 1)) {
                case ACCEPTED -> delivered++;
                case CLOSED -> skipped++;
                case FULL -> {
                    if (audience.closes(session)) {
                        closed++;
                    } else {
                        skipped++;
                    }
                }
            }
        }

        @Override
        public void refuse() {
            int size = audience.size();
            int cut = audience.closeAll();
            done(new Delivery(0, 0, cut, Math.max(0, size - cut)));
        }
    }
}
