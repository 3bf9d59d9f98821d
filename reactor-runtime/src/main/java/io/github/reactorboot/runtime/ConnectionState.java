package io.github.reactorboot.runtime;

/** State of a connection; the diagram stands on {@link Connection}. */
public enum ConnectionState {
    /** To be opened on demand, and nobody has asked. */
    IDLE,
    /** An attempt to open it is under way. */
    CONNECTING,
    /** Open: there is a session. */
    OPEN,
    /** Not open; it will be opened after a while. */
    WAITING,
    /** Stopped by the application, or at its end and not to be opened again. */
    STOPPED,
    /**
     * It cannot be served any more: its event loop is over, or what it leads to cannot be served.
     */
    FAILED
}
