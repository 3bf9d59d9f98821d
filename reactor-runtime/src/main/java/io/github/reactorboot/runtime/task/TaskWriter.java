package io.github.reactorboot.runtime.task;

import io.github.reactorboot.runtime.SendResult;
import io.github.reactorboot.runtime.Session;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Writes of a task, which wait while the session has enough to send. */
final class TaskWriter {

    /** Where others fill the queue or the inbox of the loop, which nobody reports. */
    private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final TaskStream stream;
    private final Session session;
    private final Parking parking;
    private final long highWaterBytes;

    TaskWriter(TaskStream stream, Session session, Parking parking) {
        this.stream = stream;
        this.session = session;
        this.parking = parking;
        this.highWaterBytes = session.settings().outbound().highWaterBytes();
    }

    void write(ByteBuffer payload) throws InterruptedException {
        while (true) {
            stream.await(() -> stream.isOver() || !session.isOpen() || session.isWritable());
            if (stream.isOver()) {
                throw stream.closed();
            }
            SendResult result =
                    session.unsentBytes() <= highWaterBytes
                            ? session.send(payload)
                            : sendOnLoop(payload);
            if (result == SendResult.FULL) {
                result = sendOnLoop(payload);
            }
            if (result == SendResult.ACCEPTED) {
                return;
            }
            if (result == SendResult.CLOSED) {
                throw stream.closed();
            }
            if (result == SendResult.FULL) {
                Parking.rest(REST_NANOS);
            }
        }
    }

    /** The result, or null if the session takes nothing for now. */
    private @Nullable SendResult sendOnLoop(ByteBuffer payload) throws InterruptedException {
        LoopSend send = new LoopSend(session, payload, parking);
        if (!session.execute(send)) {
            return SendResult.FULL;
        }
        try {
            stream.await(() -> send.isDone() || stream.isOver());
        } finally {
            if (!send.cancel()) {
                // The loop is about to be done with the payload, which is the caller's again then.
                while (!send.isDone()) {
                    Thread.onSpinWait();
                }
            }
        }
        return send.isDone() ? send.result() : SendResult.CLOSED;
    }
}
