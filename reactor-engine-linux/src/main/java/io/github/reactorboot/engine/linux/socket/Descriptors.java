package io.github.reactorboot.engine.linux.socket;

import io.github.reactorboot.engine.linux.libc.Errno;
import io.github.reactorboot.engine.linux.libc.Libc;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes descriptors for threads that have no {@link Libc} of their own. */
public final class Descriptors {

    private static final Logger log = LoggerFactory.getLogger(Descriptors.class);

    private static final Libc SHARED = new Libc();

    private Descriptors() {}

    /** Any thread. */
    public static void close(int fd) {
        synchronized (SHARED) {
            close(SHARED, fd);
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
