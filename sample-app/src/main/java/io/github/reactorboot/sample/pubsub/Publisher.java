package io.github.reactorboot.sample.pubsub;

import io.github.reactorboot.runtime.Session;

/** Who sends messages to channels. */
public interface Publisher {

    /** Where the replies go. */
    Session session();

    /** A reply was promised. On the session's event loop. */
    void promised();

    /** A promised reply was given to the session. Once for each promise, on any thread. */
    void answered();
}
