package io.github.reactorboot.engine.linux.libc;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.invoke.MethodHandle;

/**
 * Calls that move several datagrams at once. As those of {@link Libc}, whose place for the error
 * number they use.
 */
public final class MessageCalls {

    private static final MethodHandle RECVMMSG =
            Libc.ints("recvmmsg", JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG);
    private static final MethodHandle SENDMMSG =
            Libc.ints("sendmmsg", JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT);

    private final Libc libc;

    // No constants on purpose, as in Libc.
    private final MethodHandle recvmmsg = RECVMMSG;
    private final MethodHandle sendmmsg = SENDMMSG;

    /** Calls of the thread that the given one serves. */
    public MessageCalls(Libc libc) {
        this.libc = libc;
    }

    /** Links them, with a descriptor that nobody has. */
    void callOnce() {
        recvmmsg(-1, 0, 0, 0);
        sendmmsg(-1, 0, 0, 0);
    }

    /**
     * recvmmsg(2) without a timeout.
     *
     * @param messages an array of struct mmsghdr
     */
    public int recvmmsg(int fd, long messages, int count, int flags) {
        try {
            return libc.result(
                    (int) recvmmsg.invokeExact(libc.state, fd, messages, count, flags, 0L));
        } catch (Throwable t) {
            throw Libc.unexpected(t);
        }
    }

    /**
     * sendmmsg(2).
     *
     * @param messages an array of struct mmsghdr
     */
    public int sendmmsg(int fd, long messages, int count, int flags) {
        try {
            return libc.result((int) sendmmsg.invokeExact(libc.state, fd, messages, count, flags));
        } catch (Throwable t) {
            throw Libc.unexpected(t);
        }
    }
}
