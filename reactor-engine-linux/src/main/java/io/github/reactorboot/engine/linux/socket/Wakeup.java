package io.github.reactorboot.engine.linux.socket;

import io.github.reactorboot.engine.linux.libc.Errno;
import io.github.reactorboot.engine.linux.libc.Libc;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * An eventfd(2) that other threads write to. It need not be read if it is waited for edge-triggered
 * (epoll(7)): each write is an edge.
 */
public final class Wakeup {

    private static final int EFD_CLOEXEC = 0x80000;
    private static final int EFD_NONBLOCK = 0x800;

    private final Libc libc = new Libc();
    private final MemorySegment one = Arena.ofAuto().allocate(ValueLayout.JAVA_LONG);
    private final int fd;

    /** Guards the descriptor: after it is closed its number may be somebody else's. */
    private boolean closed;

    public Wakeup() throws IOException {
        one.set(ValueLayout.JAVA_LONG, 0, 1);
        fd = libc.eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
        if (fd < 0) {
            throw Errno.exception("eventfd", -fd);
        }
    }

    /** The descriptor to wait for. */
    public int fd() {
        return fd;
    }

    /** Any thread; does nothing when it is closed. A full counter has woken the loop already. */
    public synchronized void wakeup() {
        if (!closed) {
            libc.write(fd, one.address(), Long.BYTES);
        }
    }

    /** Any thread. */
    public synchronized void close() {
        if (!closed) {
            closed = true;
            Descriptors.close(libc, fd);
        }
    }
}
