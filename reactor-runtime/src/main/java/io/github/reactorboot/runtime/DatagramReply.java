package io.github.reactorboot.runtime;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A promised reply of a datagram session. It leaves as soon as it is there: datagrams may overtake
 * one another on their way anyhow. Completed from any thread.
 */
final class DatagramReply implements PendingReply {

    private final DatagramSession session;
    private final AtomicBoolean completed = new AtomicBoolean();

    DatagramReply(DatagramSession session) {
        this.session = session;
    }

    @Override
    public void complete(ByteBuffer payload) {
        if (completed.compareAndSet(false, true)) {
            byte[] copy = new byte[payload.remaining()];
            payload.get(payload.position(), copy);
            done(ByteBuffer.wrap(copy), null);
        }
    }

    @Override
    public void complete() {
        if (completed.compareAndSet(false, true)) {
            done(null, null);
        }
    }

    @Override
    public void fail(Throwable failure) {
        if (completed.compareAndSet(false, true)) {
            done(null, failure);
        }
    }

    private void done(@Nullable ByteBuffer payload, @Nullable Throwable failure) {
        session.loop().runOrSubmit(() -> session.life.replied(payload, failure));
    }
}
