package io.github.reactorboot.runtime;

/** How a listener is reached. */
public enum TransportType {
    /** Streams of bytes: TCP, or a Unix socket. */
    TCP,

    /** Datagrams: each is one message, each source one session. */
    UDP
}
