package io.github.reactorboot.runtime;

/** State of a listener. */
public enum ListenerState {
    /** Connections are accepted, by one event loop at least. */
    ACCEPTING,
    /** Paused by the application: connections wait in the backlog of the system. */
    PAUSED,
    /** No loop accepts: they wait a moment after a failure, for instance without descriptors. */
    BACKING_OFF,
    /** The listening sockets are closed. */
    STOPPED,
    /** No event loop that accepts is alive. */
    FAILED
}
