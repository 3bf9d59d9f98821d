package io.github.reactorboot.runtime;

/** How accepted connections are spread over the event loops. */
public enum Spread {
    /**
     * To the loop with the fewest sessions, which is the one that has accepted if several have as
     * few: stays even when sessions are long and uneven.
     */
    LEAST_SESSIONS,
    /** To one loop after the other. */
    ROUND_ROBIN
}
