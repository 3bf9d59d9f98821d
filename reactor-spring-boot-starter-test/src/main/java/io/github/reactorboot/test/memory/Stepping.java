package io.github.reactorboot.test.memory;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/** Turns of loops that the caller steps, in the place of a wait. */
record Stepping(ReentrantLock lock, IntSupplier turn) {

    /** Loops that always find something to do are at odds with each other. */
    private static final int TURNS_MAX = 10_000_000;

    /**
     * A session that does not get on may have asked for one more turn: two idle ones are enough.
     */
    private static final int IDLE_TURNS = 2;

    /** Under the lock, which is given up meanwhile: handlers may use the network from anywhere. */
    boolean until(BooleanSupplier condition) {
        int idle = 0;
        for (int turns = 0; idle < IDLE_TURNS && turns < TURNS_MAX; turns++) {
            if (condition.getAsBoolean()) {
                return true;
            }
            idle = turnUnlocked() == 0 ? idle + 1 : 0;
        }
        return condition.getAsBoolean();
    }

    private int turnUnlocked() {
        int holds = lock.getHoldCount();
        for (int i = 0; i < holds; i++) {
            lock.unlock();
        }
        try {
            return turn.getAsInt();
        } finally {
            for (int i = 0; i < holds; i++) {
                lock.lock();
            }
        }
    }
}
