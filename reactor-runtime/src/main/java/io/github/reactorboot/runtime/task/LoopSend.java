package io.github.reactorboot.runtime.task;

import io.github.reactorboot.runtime.SendResult;
import io.github.reactorboot.runtime.Session;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A payload that is sent by the event loop itself, behind all that the task has handed over before:
 * there alone it can be seen what room there is. The task waits for it meanwhile.
 */
final class LoopSend implements Runnable {

    private final Session session;
    private final ByteBuffer payload;
    private final Parking parking;
    private final AtomicBoolean claimed = new AtomicBoolean();
    private @Nullable SendResult result;
    private @Nullable RuntimeException failure;
    private boolean tooLarge;
    private volatile boolean done;

    LoopSend(Session session, ByteBuffer payload, Parking parking) {
        this.session = session;
        this.payload = payload;
        this.parking = parking;
    }

    @Override
    public void run() {
        if (!claimed.compareAndSet(false, true)) {
            return;
        }
        try {
            if (session.isWritable() || !session.isOpen()) {
                result = session.send(payload);
                tooLarge = result == SendResult.FULL && session.unsentBytes() == 0;
            }
        } catch (RuntimeException e) {
            failure = e;
        } catch (Error e) {
            // The loop ends, and the task must not wait for it.
            failure = new IllegalStateException("the event loop has failed to send: " + e, e);
            throw e;
        } finally {
            done = true;
            parking.wake();
        }
    }

    boolean isDone() {
        return done;
    }

    /** It will not be sent; false if it is being sent, or was. */
    boolean cancel() {
        return claimed.compareAndSet(false, true);
    }

    /** Once it is done: what became of it, null if the session takes nothing for now. */
    @Nullable SendResult result() {
        if (failure != null) {
            throw failure;
        }
        if (tooLarge) {
            throw new IllegalArgumentException(
                    "a payload of %d bytes is larger than the outbound limit of session %s (%d)"
                            .formatted(
                                    payload.remaining(),
                                    session.name(),
                                    session.settings().outbound().limitBytes()));
        }
        return result;
    }
}
