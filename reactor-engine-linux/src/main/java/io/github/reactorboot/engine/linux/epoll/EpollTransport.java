package io.github.reactorboot.engine.linux.epoll;

import io.github.reactorboot.engine.linux.libc.Errno;
import io.github.reactorboot.engine.linux.libc.Libc;
import io.github.reactorboot.engine.linux.socket.Descriptors;
import io.github.reactorboot.engine.linux.socket.SocketAddresses;
import io.github.reactorboot.engine.linux.socket.SocketOptions;
import io.github.reactorboot.engine.linux.socket.StreamKind;
import io.github.reactorboot.runtime.engine.Gather;
import io.github.reactorboot.runtime.engine.Transport;
import io.github.reactorboot.runtime.engine.TransportEvents;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connected socket, or a device, that is read and written when epoll says so. What it waits for
 * is told to the kernel before the next wait, and only if it is not what the kernel knows.
 */
final class EpollTransport implements Transport, EpollSource {

    private static final Logger log = LoggerFactory.getLogger(EpollTransport.class);

    private static final int READING = Epoll.IN | Epoll.RDHUP;

    /** The kernel reports these whether asked or not. */
    private static final int TROUBLE = Epoll.ERR | Epoll.HUP;

    private static final int UNREGISTERED = -1;
    private static final int SHUT_WR = 1;

    /** What a read has found. */
    private enum Found {
        NOTHING,
        SOMETHING,
        /** The buffer was filled; there may be more. */
        A_FULL_BUFFER
    }

    private final EpollPollEngine engine;
    private final TransportEvents events;
    private final StreamKind kind;
    private final int fd;
    private final long number;

    /** What is to be waited for. */
    private int interest;

    /** What the kernel waits for. */
    private int registered;

    /** Whether the engine will compare the two before it waits. */
    private boolean listed;

    private boolean inputEnded;
    private boolean closed;

    /** Takes the descriptor over, but not before all went well. */
    EpollTransport(
            EpollPollEngine engine,
            int fd,
            StreamKind kind,
            boolean readable,
            TransportEvents events)
            throws IOException {
        this.engine = engine;
        this.fd = fd;
        this.kind = kind;
        this.events = events;
        this.inputEnded = !readable;
        this.interest = readable ? READING : 0;
        this.registered = interest;
        this.number = engine.sources().add(this);
        try {
            engine.epoll().add(fd, interest, number);
        } catch (IOException e) {
            engine.sources().remove(number);
            throw e;
        }
    }

    TransportEvents events() {
        return events;
    }

    @Override
    public void ready(int happened) {
        if ((happened & (Epoll.OUT | TROUBLE)) != 0 && (interest & Epoll.OUT) != 0) {
            setInterest(interest & ~Epoll.OUT);
            events.onWritten(0);
        }
        if ((happened & (READING | TROUBLE)) != 0 && isReading()) {
            Found found = read();
            if (found == Found.SOMETHING && (happened & Epoll.RDHUP) != 0 && isReading()) {
                // Everything before the FIN was read; the FIN itself is next.
                read();
            }
        }
        if ((happened & TROUBLE) != 0 && interest == 0 && !closed) {
            unregister();
        }
    }

    /** The kernel would report trouble for ever: it is registered anew when it has an interest. */
    private void unregister() {
        if (registered != UNREGISTERED) {
            registered = UNREGISTERED;
            try {
                engine.epoll().remove(fd);
            } catch (IOException e) {
                log.debug("The descriptor was not registered any more", e);
            }
        }
    }

    private boolean isReading() {
        return (interest & Epoll.IN) != 0 && !closed;
    }

    private Found read() {
        ByteBuffer buffer = engine.readBuffer();
        int capacity = buffer.capacity();
        int count = kind.read(engine.libc(), fd, engine.readAddress(), capacity);
        if (count > 0) {
            events.onReceived(buffer.limit(count).position(0));
            return count < capacity ? Found.SOMETHING : Found.A_FULL_BUFFER;
        }
        if (count == -Errno.EAGAIN || count == -Errno.EINTR) {
            return Found.NOTHING;
        }
        if (count == 0 || (count == -Errno.EIO && kind == StreamKind.DEVICE)) {
            // EIO: the other end of a terminal was closed (tty_ioctl(4), pty(7)).
            inputEnded = true;
            setInterest(interest & ~READING);
            events.onInputClosed();
        } else {
            events.onFailed(Errno.exception("recv", -count));
        }
        return Found.SOMETHING;
    }

    @Override
    public boolean readNow() {
        return isReading() && read() != Found.NOTHING;
    }

    @Override
    public long write(Gather gather) throws IOException {
        if (closed) {
            return 0;
        }
        long written = kind.write(engine.libc(), fd, gather, engine.vectors());
        if (written < 0) {
            if (written != -Errno.EAGAIN && written != -Errno.EINTR) {
                throw Errno.exception("send", (int) -written);
            }
            written = 0;
        }
        if (written < gather.bytes()) {
            setInterest(interest | Epoll.OUT);
        }
        return written;
    }

    @Override
    public void pauseReading() {
        setInterest(interest & ~READING);
    }

    @Override
    public void resumeReading() {
        if (!inputEnded) {
            setInterest(interest | READING);
        }
    }

    private void setInterest(int wanted) {
        if (wanted == interest || closed) {
            return;
        }
        interest = wanted;
        if (!listed) {
            listed = true;
            engine.changed(this);
        }
    }

    /** Tells the kernel what is to be waited for; the engine is about to wait. */
    void register() {
        listed = false;
        if (closed || interest == registered || (interest == 0 && registered == UNREGISTERED)) {
            return;
        }
        try {
            if (registered == UNREGISTERED) {
                engine.epoll().add(fd, interest, number);
            } else {
                engine.epoll().modify(fd, interest, number);
            }
            registered = interest;
        } catch (IOException e) {
            events.onFailed(e);
        }
    }

    @Override
    public void shutdownOutput() throws IOException {
        if (closed || kind == StreamKind.DEVICE) {
            return;
        }
        int result = engine.libc().shutdown(fd, SHUT_WR);
        if (result < 0) {
            throw Errno.exception("shutdown", -result);
        }
    }

    /** Synchronized with closing, after which the descriptor may be somebody else's. */
    @Override
    public synchronized @Nullable SocketAddress localAddress() {
        if (closed || kind == StreamKind.DEVICE) {
            return null;
        }
        try {
            return new SocketAddresses().ofSocket(new Libc(), fd);
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closeQuietly();
            events.onReleased();
        }
    }

    @Override
    public void reset() {
        if (!closed && kind == StreamKind.TCP_SOCKET) {
            try {
                new SocketOptions(engine.libc()).resetOnClose(fd);
            } catch (IOException e) {
                log.debug("The peer is gone already", e);
            }
        }
        close();
    }

    @Override
    public void closeQuietly() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            // The kernel forgets a descriptor that is closed (epoll(7), "Questions and answers").
            Descriptors.close(engine.libc(), fd);
        }
        engine.sources().remove(number);
    }
}
