package io.github.reactorboot.runtime;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;

/** Bounds the messages that wait for event loops to hand them to sessions. Any thread. */
final class PublishBudget {

    private final String owner;
    private final long bytesMost;
    private final AtomicLong bytes = new AtomicLong();

    /** The owner is for messages, such as {@code group room}. */
    PublishBudget(String owner, long bytesMost) {
        this.owner = owner;
        this.bytesMost = bytesMost;
    }

    /** Takes in a message; one that is alone is never too large. */
    void take(long more) {
        long before;
        do {
            before = bytes.get();
            if (before > 0 && before + more > bytesMost) {
                throw new RejectedExecutionException(
                        "%s: %d bytes wait for event loops already, %d are the most"
                                .formatted(owner, before, bytesMost));
            }
        } while (!bytes.compareAndSet(before, before + more));
    }

    void giveBack(long less) {
        bytes.addAndGet(-less);
    }

    long bytes() {
        return bytes.get();
    }
}
