package io.github.reactorboot.engine.linux.socket;

import io.github.reactorboot.engine.linux.libc.Errno;
import io.github.reactorboot.engine.linux.libc.Libc;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes descriptors for threads that have no {@link Libc} of their own. */
public final class Descriptors {

    private static final Logger log = LoggerFactory.getLogger(Descriptors.class);

    private static final int O_NONBLOCK = 0x800;
    private static final int F_GETFL = 3;
    private static final int F_SETFL = 4;

    private static final Libc SHARED = new Libc();

    private Descriptors() {}

    /** Whether calls with the descriptor wait, if they would have to (fcntl(2)). */
    public static void setNonBlocking(Libc libc, int fd, boolean nonBlocking) throws IOException {
        int flags = libc.fcntl(fd, F_GETFL, 0);
        int wanted = nonBlocking ? flags | O_NONBLOCK : flags & ~O_NONBLOCK;
        int result = flags < 0 ? flags : libc.fcntl(fd, F_SETFL, wanted);
        if (result < 0) {
            throw Errno.exception("fcntl", -result);
        }
    }

    /** Any thread. */
    public static void close(int fd) {
        synchronized (SHARED) {
            close(SHARED, fd);
        }
    }

    /** Calls wait for what they ask for, as those of a ring do. */
    public static void block(Libc libc, int fd) throws IOException {
        int flags = libc.fcntl(fd, F_GETFL, 0);
        int result = flags < 0 ? flags : libc.fcntl(fd, F_SETFL, flags & ~O_NONBLOCK);
        if (result < 0) {
            throw Errno.exception("fcntl", -result);
        }
    }

    /**
     * Closes a descriptor. Whatever close(2) says, the descriptor is gone, and may be somebody
     * else's already: it must not be closed again.
     */
    public static void close(Libc libc, int fd) {
        int result = libc.close(fd);
        if (result < 0) {
            log.debug("close: {}", Errno.describe(-result));
        }
    }
}
