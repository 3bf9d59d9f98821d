package io.github.reactorboot.runtime;

/** State of a device. */
public enum ConnectionState {
    /** Being opened for the first time. */
    OPENING,
    /** Open: there is a session. */
    OPEN,
    /** Not open; it will be opened again after a while. */
    WAITING,
    /** Stopped by the application, or at its end and not to be opened again. */
    STOPPED,
    /** It cannot be served any more: its event loop is over, or it is no device any more. */
    FAILED
}
