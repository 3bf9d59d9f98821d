package io.github.reactorboot.runtime.exchange;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** The requests of one session that wait for their replies. Owned by the event loop. */
sealed interface Outstanding permits OutstandingInOrder, OutstandingByKey {

    /** Whether nothing that is here keeps this request from being sent. */
    boolean admits(PendingExchange<?> request);

    /** A request was sent. */
    void add(PendingExchange<?> request);

    /**
     * A frame has come.
     *
     * @return false if it replies to nothing that waits here: the handler gets it
     */
    boolean take(ByteBuffer frame);

    /** Nobody wants the reply of this request any more; it may still come. */
    void giveUp(PendingExchange<?> request);

    /** The session has ended: all that are left, also those that were given up. */
    List<PendingExchange<?>> clear();

    /** A frame was looked at; whoever gets it next sees it as it was. */
    static void restore(ByteBuffer frame, int position, int limit) {
        frame.limit(limit).position(position).order(ByteOrder.BIG_ENDIAN);
    }
}
