package io.github.reactorboot.test.memory;

/** What an engine looks after. */
sealed interface MemorySource permits MemoryTransport, MemoryListeningSocket, MemoryConnecting {

    /** Whether there is something to dispatch. Under the lock of the network. */
    boolean isReady();

    /**
     * Hands out what there is; returns how many events that were. On the loop, without the lock.
     */
    int dispatch();

    /** The engine ends. */
    void engineCloses();
}
