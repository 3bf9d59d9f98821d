package io.github.reactorboot.runtime;

/** State of a listener. */
public enum ListenerState {
    /** Connections are accepted. */
    ACCEPTING,
    /** Paused by the application: connections wait in the backlog of the system. */
    PAUSED,
    /** Waits a moment after a failure to accept, for instance without descriptors. */
    BACKING_OFF,
    /** The listening socket is closed. */
    STOPPED,
    /** The event loop of the listening socket died. */
    FAILED
}
