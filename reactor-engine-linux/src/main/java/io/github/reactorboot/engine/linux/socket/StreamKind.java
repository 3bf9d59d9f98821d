package io.github.reactorboot.engine.linux.socket;

import io.github.reactorboot.engine.linux.libc.Libc;
import io.github.reactorboot.runtime.engine.Gather;

/** What a descriptor is that bytes are read from and written to. */
public enum StreamKind {
    TCP_SOCKET,
    UNIX_SOCKET,
    /** Anything else: a FIFO, a terminal, an eventfd ... */
    DEVICE;

    private static final int MSG_NOSIGNAL = 0x4000;

    /**
     * Whether a read that has not filled its buffer has left nothing (epoll(7), question 9). A Unix
     * socket stops at a message that carries descriptors, a terminal at the end of a line.
     */
    public boolean emptiedByShortRead() {
        return this == TCP_SOCKET;
    }

    /** One system call; how many bytes came, 0 at the end, or the negative error number. */
    public int read(Libc libc, int fd, long address, int length) {
        return (int)
                (this == DEVICE
                        ? libc.read(fd, address, length)
                        : libc.recv(fd, address, length, 0));
    }

    /** One system call; how many bytes were taken, or the negative error number. */
    public long write(Libc libc, int fd, Gather gather, IoVectors vectors) {
        if (gather.count() == 1) {
            long address = gather.address(0);
            int length = gather.buffer(0).remaining();
            return this == DEVICE
                    ? libc.write(fd, address, length)
                    : libc.send(fd, address, length, MSG_NOSIGNAL);
        }
        return this == DEVICE
                ? libc.writev(fd, vectors.vectors(gather), gather.count())
                : libc.sendmsg(fd, vectors.message(gather), MSG_NOSIGNAL);
    }
}
