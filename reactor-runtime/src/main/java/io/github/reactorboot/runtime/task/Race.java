package io.github.reactorboot.runtime.task;

/**
 * Waits for several things at once, of which the first wins.
 *
 * <p>Exactly one wins: of several that are ready, the one named first. The others are called off
 * and hold nothing: a receive that loses has taken no frame, a timer leaves the wheel of its loop,
 * a future keeps no reference to the race. The future itself goes on, it may be of use to others. A
 * contender for a long-lived future is best made once and raced again and again, since a future
 * remembers (a few bytes) each contender that was made for it.
 */
public final class Race {

    private Race() {}

    /**
     * Waits for the first. Only in the task whose stream made the contenders.
     *
     * @throws io.github.reactorboot.runtime.ClosedSessionException when the session has ended and
     *     none of them is ready
     * @throws InterruptedException when the thread of the task is interrupted
     */
    public static Winner first(Contender<?>... contenders) throws InterruptedException {
        TaskStream stream = streamOf(contenders);
        stream.requireTask();
        int entered = 0;
        try {
            boolean ready = false;
            while (entered < contenders.length && !ready) {
                Entry<?> entry = contenders[entered++].entry;
                entry.enter();
                ready = entry.isReady();
            }
            stream.await(() -> stream.isOver() || ready(contenders) >= 0);
            int winner = ready(contenders);
            if (winner < 0) {
                throw stream.closed();
            }
            return new Winner(contenders[winner], winner, contenders[winner].entry.take());
        } finally {
            for (int i = 0; i < entered; i++) {
                contenders[i].entry.leave();
            }
        }
    }

    @SuppressWarnings("ReferenceEquality") // a stream is itself and nothing else
    private static TaskStream streamOf(Contender<?>[] contenders) {
        if (contenders.length == 0) {
            throw new IllegalArgumentException("contenders must be one at least");
        }
        TaskStream stream = contenders[0].stream;
        for (int i = 0; i < contenders.length; i++) {
            if (contenders[i].stream != stream) {
                throw new IllegalArgumentException(
                        "contenders must all be made by one stream: " + contenders[i] + " is not");
            }
            for (int before = 0; before < i; before++) {
                if (contenders[before] == contenders[i]) {
                    throw new IllegalArgumentException(
                            "contenders must not be named twice: " + contenders[i]);
                }
            }
        }
        return stream;
    }

    private static int ready(Contender<?>[] contenders) {
        for (int i = 0; i < contenders.length; i++) {
            if (contenders[i].entry.isReady()) {
                return i;
            }
        }
        return -1;
    }
}
