package io.github.reactorboot.sample.pubsub;

import io.github.reactorboot.runtime.Session;

/** Who listens to channels. */
public interface Subscriber {

    /** Where the messages go. */
    Session session();

    /** Whether messages have the form of RESP 3. Asked on the session's event loop. */
    boolean resp3();
}
