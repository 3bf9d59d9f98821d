package io.github.reactorboot.runtime;

import io.github.reactorboot.runtime.engine.Resource.Access;
import java.io.IOException;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** Who opens a connection: gives the attempt a session to open, and learns the outcome. */
interface OpenEvents {

    /** A session that may be opened; those that are not leave no trace. */
    StreamSession newSession(@Nullable SocketAddress remote);

    /** As {@link #newSession}, over a datagram socket of its own, which is not bound. */
    DatagramSession newDatagramSession(SocketAddress remote);

    /**
     * The engine has what was to be opened, for this session.
     *
     * @param begin lets the session begin; called once, within this call
     */
    void onOpened(LoopSession session, Access access, Runnable begin);

    /** It could not be opened. */
    void onNotOpened(IOException cause);
}
