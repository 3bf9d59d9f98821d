package io.github.reactorboot.runtime;

/** A command that wants to know when it will never run. */
interface RefusableCommand extends Runnable {

    /** The loop has ended, or its queue is full. Any thread. */
    void refuse();
}
