package io.github.reactorboot.runtime;

import java.nio.ByteBuffer;

/**
 * The place of a promised reply in the order of replies. Completed once, from any thread; further
 * calls do nothing. When the session is closed meanwhile the reply is dropped.
 */
public interface PendingReply {

    /** The reply is this payload, which is copied during the call. */
    void complete(ByteBuffer payload);

    /** There is nothing to reply. */
    void complete();

    /** There will be no reply: the session is closed as if the handler had thrown this. */
    void fail(Throwable failure);
}
