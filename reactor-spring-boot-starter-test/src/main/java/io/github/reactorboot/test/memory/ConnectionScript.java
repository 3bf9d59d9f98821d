package io.github.reactorboot.test.memory;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What the engine does with one connection, as a system or a network might that treats it badly.
 * Made before the connection, so that it holds from its first byte; may be changed later. Every
 * setting is about the side of the reactor. Any thread.
 *
 * <pre>{@code
 * TestPeer peer = network.connect(7000, ConnectionScript.create().readsAtMost(1));
 * }</pre>
 */
public final class ConnectionScript {

    private volatile int bytesPerRead = Integer.MAX_VALUE;
    private volatile int bytesPerWrite = Integer.MAX_VALUE;
    private volatile boolean completingLater;
    private volatile int spuriousReads;
    private volatile int spuriousWrites;
    private volatile @Nullable IOException readFailure;
    private volatile @Nullable IOException writeFailure;

    /** Tells the engine, which may be waiting. */
    private volatile Runnable whenChanged = () -> {};

    private ConnectionScript() {}

    /** A script in which nothing happens out of the ordinary. */
    public static ConnectionScript create() {
        return new ConnectionScript();
    }

    /** A read brings at most so many bytes, and each turn makes one read. */
    public ConnectionScript readsAtMost(int bytes) {
        bytesPerRead = positive("bytes", bytes);
        whenChanged.run();
        return this;
    }

    /** A write takes at most so many bytes. */
    public ConnectionScript writesAtMost(int bytes) {
        bytesPerWrite = positive("bytes", bytes);
        whenChanged.run();
        return this;
    }

    /** Writes are in flight until the next turn, as with io_uring. */
    public ConnectionScript completesWritesLater() {
        completingLater = true;
        whenChanged.run();
        return this;
    }

    /**
     * The next so many times the engine reads although nothing has come (select(2), BUGS), and
     * finds nothing.
     */
    public ConnectionScript readsForNothing(int times) {
        spuriousReads = positive("times", times);
        whenChanged.run();
        return this;
    }

    /**
     * The next so many times that a write waits for room, the engine says that there is some
     * although there is none.
     */
    public ConnectionScript writesForNothing(int times) {
        spuriousWrites = positive("times", times);
        whenChanged.run();
        return this;
    }

    /** The next read fails; what arrived before is handed up first. */
    public ConnectionScript failsRead(IOException cause) {
        readFailure = cause;
        whenChanged.run();
        return this;
    }

    /** The next write fails. */
    public ConnectionScript failsWrite(IOException cause) {
        writeFailure = cause;
        whenChanged.run();
        return this;
    }

    private static int positive(String setting, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(setting + " must be at least 1, was " + value);
        }
        return value;
    }

    // ---- the engine's part, under the lock of the network

    void whenChanged(Runnable action) {
        whenChanged = action;
    }

    int bytesPerRead() {
        return bytesPerRead;
    }

    int bytesPerWrite() {
        return bytesPerWrite;
    }

    boolean isCompletingLater() {
        return completingLater;
    }

    boolean hasReadForNothing() {
        return spuriousReads > 0;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // under the lock
    boolean takeReadForNothing() {
        return spuriousReads > 0 && spuriousReads-- > 0;
    }

    boolean hasWriteForNothing() {
        return spuriousWrites > 0;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // under the lock
    boolean takeWriteForNothing() {
        return spuriousWrites > 0 && spuriousWrites-- > 0;
    }

    boolean failsRead() {
        return readFailure != null;
    }

    @Nullable IOException takeReadFailure() {
        IOException failure = readFailure;
        readFailure = null;
        return failure;
    }

    @Nullable IOException takeWriteFailure() {
        IOException failure = writeFailure;
        writeFailure = null;
        return failure;
    }
}
