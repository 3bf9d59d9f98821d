package io.github.reactorboot.runtime;

/** What became of a payload that was sent: it is taken whole or not at all. */
public enum SendResult {
    /** Queued in order behind what was sent before; it leaves with this turn of the event loop. */
    ACCEPTED,
    /**
     * Refused, nothing of it was sent: it would go beyond the outbound limit of the session, the
     * memory set aside for outbound bytes, or the bound of the command queue of the event loop.
     */
    FULL,
    /** Refused: the session is closed or being closed, or its device is only read. */
    CLOSED
}
