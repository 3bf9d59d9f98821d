package io.github.reactorboot.engine.linux.socket;

import io.github.reactorboot.runtime.engine.ConnectedSocket;
import io.github.reactorboot.runtime.engine.SocketSettings;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import org.jspecify.annotations.Nullable;

/** A descriptor on its way to its loop: either taken or closed, by one thread after the other. */
public final class LinuxSocket implements ConnectedSocket {

    private final int fd;
    private final @Nullable SocketAddress remoteAddress;
    private final boolean accepted;
    private boolean gone;

    private LinuxSocket(int fd, @Nullable SocketAddress remoteAddress, boolean accepted) {
        this.fd = fd;
        this.remoteAddress = remoteAddress;
        this.accepted = accepted;
    }

    /** One that was accepted: over TCP it has its options from the listening socket. */
    static LinuxSocket accepted(int fd, @Nullable SocketAddress remoteAddress) {
        return new LinuxSocket(fd, remoteAddress, true);
    }

    /** One that was connected: it does not block, and has no options yet. */
    static LinuxSocket connected(int fd, SocketAddress remoteAddress) {
        return new LinuxSocket(fd, remoteAddress, false);
    }

    /** Whether it was accepted, else connected. */
    public boolean isAccepted() {
        return accepted;
    }

    /** Sets the options that the descriptor does not have yet; it was taken before. */
    public void configure(SocketOptions options, SocketSettings settings) throws IOException {
        boolean unix = remoteAddress instanceof UnixDomainSocketAddress;
        if (!accepted && !unix) {
            options.connection(fd, settings);
        } else if (unix && settings.sendBufferBytes() > 0) {
            options.sendBuffer(fd, settings.sendBufferBytes());
        }
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
