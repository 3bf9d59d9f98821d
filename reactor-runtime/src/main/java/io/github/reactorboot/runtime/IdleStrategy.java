package io.github.reactorboot.runtime;

/** What an event loop does when nothing is to be done. */
public enum IdleStrategy {
    /**
     * Waits in the kernel until something happens: no processor time while idle, but for a fraction
     * of a millisecond before a timer that an engine may spend to be in time.
     */
    BLOCK {
        @Override
        void idle() {}
    },
    /** Looks again after yielding the processor; lower latency for one busy processor a loop. */
    YIELD {
        @Override
        @SuppressWarnings("ThreadPriorityCheck") // giving way is what was asked for
        void idle() {
            Thread.yield();
        }
    },
    /** Looks again at once: lowest latency, one processor a loop for ever. */
    SPIN {
        @Override
        void idle() {
            Thread.onSpinWait();
        }
    };

    /** Called after a turn that found nothing to do. */
    abstract void idle();
}
