package io.github.reactorboot.engine.linux.socket;

import io.github.reactorboot.engine.linux.libc.EpollEvents;
import io.github.reactorboot.engine.linux.libc.Errno;
import io.github.reactorboot.engine.linux.libc.Libc;
import io.github.reactorboot.runtime.engine.FileKind;
import io.github.reactorboot.runtime.engine.Resource;
import io.github.reactorboot.runtime.engine.UnsupportedResourceException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/** Opens what is no socket (open(2), fifo(7), tty(4)). */
public final class DeviceFiles {

    private static final int O_RDONLY = 0;
    private static final int O_WRONLY = 1;
    private static final int O_RDWR = 2;
    private static final int O_NOCTTY = 0x100;
    private static final int O_NONBLOCK = 0x800;
    private static final int O_CLOEXEC = 0x80000;
    private static final int EPOLL_CTL_ADD = 1;
    private static final int F_GETFL = 3;
    private static final int F_SETFL = 4;

    private DeviceFiles() {}

    /**
     * A descriptor that does not block; the caller closes it.
     *
     * @throws UnsupportedResourceException when the file is of a kind that cannot be waited for
     */
    public static int open(Libc libc, Resource resource) throws IOException {
        int fd =
                switch (resource) {
                    case Resource.DeviceFile file -> open(libc, file);
                    case Resource.Descriptor descriptor -> nonBlocking(libc, descriptor);
                };
        try {
            requireWaitable(libc, fd, resource);
            return fd;
        } catch (IOException | RuntimeException | Error e) {
            Descriptors.close(libc, fd);
            throw e;
        }
    }

    private static int open(Libc libc, Resource.DeviceFile file) throws IOException {
        FileKind kind = FileKind.of(file.path());
        if (!kind.isStream()) {
            throw new UnsupportedResourceException(
                    "%s is %s; a device is a FIFO, a terminal or another character device"
                            .formatted(file.path(), kind));
        }
        int access =
                switch (file.access()) {
                    case READ -> O_RDONLY;
                    case WRITE -> O_WRONLY;
                    case READ_WRITE -> O_RDWR;
                };
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment path = arena.allocateFrom(file.path().toString());
            int fd = libc.open(path.address(), access | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
            if (fd < 0) {
                throw Errno.exception("open " + file.path(), -fd);
            }
            return fd;
        }
    }

    /** Some files are always ready, which only epoll tells, and only by EPERM (epoll_ctl(2)). */
    static void requireWaitable(Libc libc, int fd, Object what) throws IOException {
        int epoll = libc.epollCreate1(O_CLOEXEC);
        if (epoll < 0) {
            throw Errno.exception("epoll_create1", -epoll);
        }
        EpollEvents none = new EpollEvents(1);
        int result;
        try {
            result = libc.epollCtl(epoll, EPOLL_CTL_ADD, fd, none.address());
        } finally {
            Reference.reachabilityFence(none);
        }
        Descriptors.close(libc, epoll);
        if (result == -Errno.EPERM) {
            throw new UnsupportedResourceException(
                    "%s cannot be waited for: the system calls it ready at any time"
                            .formatted(what));
        }
        if (result < 0) {
            throw Errno.exception("epoll_ctl of " + what, -result);
        }
    }

    private static int nonBlocking(Libc libc, Resource.Descriptor descriptor) throws IOException {
        int flags = libc.fcntl(descriptor.fd(), F_GETFL, 0);
        int result = flags < 0 ? flags : libc.fcntl(descriptor.fd(), F_SETFL, flags | O_NONBLOCK);
        if (result < 0) {
            throw Errno.exception("fcntl of " + descriptor, -result);
        }
        return descriptor.fd();
    }
}
