package io.github.reactorboot.runtime;

import io.github.reactorboot.runtime.framing.Framer;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A session as its loop, the registry, groups and its listener see it. On its loop unless said
 * else.
 */
sealed interface LoopSession extends Session permits StreamSession, DatagramSession {

    /** The number in its name. Any thread. */
    long number();

    /** Whether it is a session of this name, perhaps of a former listener. Any thread. */
    boolean belongsTo(Endpoint candidate);

    /** Whether it is not open yet for the application. Any thread. */
    boolean isHandshaking();

    /** Any thread. */
    boolean isClosed();

    /** Whether its end has begun in any way. Any thread. */
    boolean isFinal();

    /** Says why, and by what. Any thread. */
    ClosedSessionException closedException();

    /** Any thread. */
    Framer framer();

    /** Sends what was framed by {@link #framer()}; any thread. */
    SendResult sendFramed(ByteBuffer framed, int payloads);

    /** Any thread. */
    SessionGroups groups();

    SessionHandler handler();

    /** The first of its timers; owned by {@link SessionTimer}. */
    @Nullable SessionTimer firstTimer();

    void firstTimer(@Nullable SessionTimer first);

    /** Finishes what was received, then closes. */
    void drain();

    /** Ends with this turn, without flushing. */
    void endSoon(CloseReason reason);

    /** As {@link #endSoon}, and the peer learns that it was not regular, if it can. */
    void cutOff(CloseReason reason);

    /** The end, at once. Never called while a callback of its handler runs. */
    void end(CloseReason reason, @Nullable Throwable cause);
}
