package io.github.reactorboot.engine.linux.uring;

import java.util.ArrayList;
import java.util.List;

/**
 * The transports whose receive has ended and that go on reading. They are armed at the end of a
 * turn, when the buffers were given back; those that found no buffer come first, else peers that
 * send without end would take all buffers again and again. Owned by the event loop.
 */
final class Rearming {

    private final List<IoUringTransport> starved = new ArrayList<>();
    private final List<IoUringTransport> served = new ArrayList<>();

    /**
     * Takes one in.
     *
     * @param foundNoBuffer whether its receive ended because there was no buffer
     */
    void add(IoUringTransport transport, boolean foundNoBuffer) {
        (foundNoBuffer ? starved : served).add(transport);
    }

    void armAll() {
        arm(starved);
        arm(served);
    }

    private static void arm(List<IoUringTransport> transports) {
        if (transports.isEmpty()) {
            return;
        }
        for (int i = 0; i < transports.size(); i++) {
            transports.get(i).armListed();
        }
        transports.clear();
    }

    void clear() {
        starved.clear();
        served.clear();
    }
}
