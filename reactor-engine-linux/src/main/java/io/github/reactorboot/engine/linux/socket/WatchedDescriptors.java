package io.github.reactorboot.engine.linux.socket;

import io.github.reactorboot.engine.linux.libc.Errno;
import io.github.reactorboot.engine.linux.libc.Libc;
import io.github.reactorboot.runtime.engine.UnsupportedResourceException;
import io.github.reactorboot.runtime.engine.Watchable;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/**
 * The descriptors of the application that one engine watches, each through a duplicate. Its owner
 * may close it at any time, and its number may then be that of a session: what is asked of the
 * kernel by that number would hit the wrong one. Owned by one event loop.
 */
public final class WatchedDescriptors {

    private static final int F_DUPFD_CLOEXEC = 1030;

    private final Libc libc;
    private final Set<Integer> watched = new HashSet<>();

    public WatchedDescriptors(Libc libc) {
        this.libc = libc;
    }

    /** The number of a descriptor that can be watched and is not yet. */
    public int require(Watchable resource) throws IOException {
        if (!(resource instanceof Watchable.Descriptor descriptor)) {
            throw UnsupportedResourceException.toWatch(resource);
        }
        if (watched.contains(descriptor.fd())) {
            throw new IOException(resource + " is watched by this loop already");
        }
        return descriptor.fd();
    }

    /** A duplicate that can be waited for; the caller closes it, and calls {@link #forget}. */
    public int duplicate(int fd) throws IOException {
        int duplicate = libc.fcntl(fd, F_DUPFD_CLOEXEC, 0);
        if (duplicate < 0) {
            throw Errno.exception("fcntl of descriptor " + fd, -duplicate);
        }
        try {
            DeviceFiles.requireWaitable(libc, duplicate, "descriptor " + fd);
            watched.add(fd);
            return duplicate;
        } catch (IOException | RuntimeException | Error e) {
            Descriptors.close(libc, duplicate);
            throw e;
        }
    }

    /** The descriptor may be watched again. */
    public void forget(int fd) {
        watched.remove(fd);
    }
}
