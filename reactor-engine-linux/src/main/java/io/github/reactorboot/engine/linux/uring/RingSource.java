package io.github.reactorboot.engine.linux.uring;

/** What asks a ring for operations. Event loop only. */
sealed interface RingSource
        permits IoUringTransport,
                IoUringListening,
                IoUringConnect,
                IoUringDatagrams,
                IoUringDevice,
                IoUringWatch {

    /**
     * An operation was completed, or has a first result and goes on.
     *
     * @param operation as in {@link UserData}
     * @param result what the system call would return, a negative error number if it failed
     * @param flags of the completion
     * @return how many events were handed out
     */
    int completed(int operation, int result, int flags);

    /** A defect was met while a completion was served. */
    void broken(RuntimeException defect);

    /** The engine closes: ends what is going on, hands out nothing. */
    void shutDown();

    /** The ring is gone, and no completion will come any more: closes the descriptor. */
    void abandon();
}
