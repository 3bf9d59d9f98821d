package io.github.reactorboot.engine.linux.socket;

import io.github.reactorboot.runtime.engine.ConnectedSocket;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** A descriptor on its way to its loop: either taken or closed, by one thread after the other. */
public final class LinuxSocket implements ConnectedSocket {

    private final int fd;
    private final @Nullable SocketAddress remoteAddress;
    private boolean gone;

    public LinuxSocket(int fd, @Nullable SocketAddress remoteAddress) {
        this.fd = fd;
        this.remoteAddress = remoteAddress;
    }

    @Override
    public @Nullable SocketAddress remoteAddress() {
        return remoteAddress;
    }

    /** The descriptor, which is the caller's from now on. */
    public int take() {
        if (gone) {
            throw new IllegalStateException("the socket was taken or closed");
        }
        gone = true;
        return fd;
    }

    @Override
    public void close() {
        if (!gone) {
            gone = true;
            Descriptors.close(fd);
        }
    }
}
