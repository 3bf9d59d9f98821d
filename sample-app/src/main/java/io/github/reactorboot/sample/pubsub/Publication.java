package io.github.reactorboot.sample.pubsub;

import io.github.reactorboot.runtime.PendingReply;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the receivers on several event loops, and answers the publisher when the last one is done.
 */
final class Publication {

    private final AtomicInteger loopsLeft;
    private final AtomicInteger receivers = new AtomicInteger();
    private final Publisher publisher;
    private final PendingReply answer;

    /** Promises the reply; on the event loop of the publisher. */
    Publication(int loops, Publisher publisher) {
        this.loopsLeft = new AtomicInteger(loops);
        this.publisher = publisher;
        this.answer = publisher.session().expectReply();
        publisher.promised();
    }

    /** One event loop is done. */
    void delivered(int taken) {
        receivers.addAndGet(taken);
        if (loopsLeft.decrementAndGet() == 0) {
            answer.complete(count(receivers.get()));
            publisher.answered();
        }
    }

    static ByteBuffer count(int receivers) {
        return ByteBuffer.wrap((":" + receivers + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }
}
