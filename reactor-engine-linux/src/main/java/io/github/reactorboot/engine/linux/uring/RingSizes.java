package io.github.reactorboot.engine.linux.uring;

import io.github.reactorboot.runtime.engine.EngineSettings;

/**
 * How much room a ring has.
 *
 * @param submissions entries of the submission queue, a power of two; when it is full the kernel
 *     takes them at once, so it needs no more than makes that rare
 * @param completions entries of the completion queue, a power of two; what does not fit is kept by
 *     the kernel, which takes more time and memory
 * @param buffers how many buffers the kernel may fill between two turns, a power of two
 * @param bufferBytes the size of each
 * @param receiveLimit after about so many bytes of one socket the kernel waits until it is asked
 *     for more
 */
record RingSizes(int submissions, int completions, int buffers, int bufferBytes, int receiveLimit) {

    private static final int SUBMISSIONS = 256;
    private static final int COMPLETIONS = 4096;
    private static final int SMALLEST_SUBMISSIONS = 16;

    /** A turn brings about twenty receptions at the most, so that this is enough for any load. */
    private static final int BUFFERS = 64;

    /** Larger ones bring nothing: a long input takes several. */
    private static final int BUFFER_BYTES = 16 << 10;

    /**
     * The buffer of an engine that reads by itself is filled once a turn; this is about as much.
     */
    static RingSizes of(EngineSettings settings) {
        int most = settings.readBufferBytes();
        return new RingSizes(SUBMISSIONS, COMPLETIONS, BUFFERS, Math.min(most, BUFFER_BYTES), most);
    }

    boolean canShrink() {
        return submissions > SMALLEST_SUBMISSIONS;
    }

    /** With queues of half the size, for a process that may lock little memory. */
    RingSizes smaller() {
        return new RingSizes(submissions / 2, completions / 2, buffers, bufferBytes, receiveLimit);
    }
}
