package io.github.reactorboot.runtime.engine.nio;

import java.nio.channels.SelectionKey;

/** What is registered with the selector. */
sealed interface NioSource
        permits NioTransport,
                NioListeningSocket,
                NioDatagramTransport,
                NioConnect,
                NioWatch,
                NioWakeup {

    /** The source is registered with another selector now. */
    void moved(SelectionKey key);

    /** Closes it without telling anybody. */
    void closeQuietly();
}
