package io.github.reactorboot.runtime;

/** State of an event loop. */
public enum LoopState {
    /** Not started yet. */
    NEW,
    /** Turns are made. */
    RUNNING,
    /** A callback has held up the loop for longer than a second. */
    STALLED,
    /** Its sessions are being closed. */
    ENDING,
    /** Ended in order. */
    ENDED,
    /** Ended by an error; {@link EventLoop#failure()} has it. */
    FAILED
}
