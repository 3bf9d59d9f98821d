package io.github.reactorboot.runtime;

/** When a connection is opened. */
public enum Opening {
    /** At once, and again whenever it is lost and reconnecting is configured. */
    AT_START,
    /**
     * When {@link Connection#open()} is called and there is no session; never by itself. Without a
     * session it is idle, and an idle timeout of the session makes it so again.
     */
    ON_DEMAND
}
