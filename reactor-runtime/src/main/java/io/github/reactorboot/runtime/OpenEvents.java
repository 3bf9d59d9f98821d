package io.github.reactorboot.runtime;

import io.github.reactorboot.runtime.engine.Resource.Access;
import io.github.reactorboot.runtime.engine.Transport;
import java.io.IOException;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** Who opens a connection: gives the attempt a session to open, and learns the outcome. */
interface OpenEvents {

    /** A session that may be opened; those that are not leave no trace. */
    StreamSession newSession(@Nullable SocketAddress remote);

    /** The engine has what was to be opened, for this session. */
    void onOpened(StreamSession session, Transport transport, Access access);

    /** It could not be opened. */
    void onNotOpened(IOException cause);
}
