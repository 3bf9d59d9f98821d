package io.github.reactorboot.handler;

/** What a {@link SerialLane} runs. One of the methods is called, once, and does not throw. */
interface LaneTask {

    /** On a thread of the executor. */
    void run();

    /** The executor has failed, so the task will not run. Any thread. */
    void abandon(Throwable cause);
}
