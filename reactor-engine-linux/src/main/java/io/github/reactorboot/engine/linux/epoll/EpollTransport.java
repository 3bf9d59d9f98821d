package io.github.reactorboot.engine.linux.epoll;

import io.github.reactorboot.engine.linux.libc.Errno;
import io.github.reactorboot.engine.linux.libc.Libc;
import io.github.reactorboot.engine.linux.socket.Descriptors;
import io.github.reactorboot.engine.linux.socket.LinuxFile;
import io.github.reactorboot.engine.linux.socket.SocketAddresses;
import io.github.reactorboot.engine.linux.socket.StreamKind;
import io.github.reactorboot.runtime.engine.FileSource;
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
 * One connected socket, or a device, registered edge-triggered. What an edge has announced is
 * remembered until a read has found the end of it, so a pause costs no system call, and the next
 * wait does not look at the socket again.
 *
 * <p>A write that is cut short costs one epoll_ctl(2), by which the kernel announces room also when
 * it was there all the time; so does a read that finds nothing although it was announced.
 */
final class EpollTransport implements Transport, EpollSource {

    private static final Logger log = LoggerFactory.getLogger(EpollTransport.class);

    private static final int TROUBLE = Epoll.ERR | Epoll.HUP;

    /** Behind the bytes that a read has found there is something else, of which no edge comes. */
    private static final int MORE_THAN_BYTES = Epoll.RDHUP | Epoll.PRI | TROUBLE;

    private static final int INPUT = Epoll.IN | MORE_THAN_BYTES;

    private static final int SHUT_WR = 1;

    /** What a read has found. */
    private enum Found {
        NOTHING,
        SOMETHING
    }

    private final EpollPollEngine engine;
    private final TransportEvents events;
    private final StreamKind kind;
    private final int fd;
    private final long number;
    private final boolean writeOnly;

    /** What was announced and not yet read to its end; 0 if there is nothing to be read. */
    private int announced;

    /** Whether the engine will read in the next turn, without an event. */
    private boolean listed;

    private boolean reading;

    /** The kernel has not taken everything; it announces when it takes more. */
    private boolean writeBlocked;

    private boolean inputEnded;
    private boolean closed;

    /** What the kernel announces. */
    private int watched;

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
        this.writeOnly = !readable;
        this.inputEnded = !readable;
        this.reading = readable;
        this.watched = Epoll.EDGE_TRIGGERED | (readable ? Epoll.IN | Epoll.RDHUP | Epoll.PRI : 0);
        this.number = engine.sources().add(this);
        try {
            engine.epoll().add(fd, watched, number);
        } catch (IOException e) {
            engine.sources().remove(number);
            throw e;
        }
    }

    TransportEvents events() {
        return events;
    }

    @Override
    public boolean ready(int happened) {
        boolean handed = false;
        announced |= happened & INPUT;
        if (writeBlocked && (happened & (Epoll.OUT | TROUBLE)) != 0) {
            writeBlocked = false;
            events.onWritten(0);
            handed = true;
        }
        if (writeOnly && (happened & TROUBLE) != 0 && !closed) {
            // Nobody reads the other end any more (fifo(7)), and no read will tell.
            events.onFailed(Errno.exception("write", Errno.EPIPE));
            return true;
        }
        boolean served = !listed && serve();
        return handed || served;
    }

    /** The next turn has come. */
    boolean readAgain() {
        listed = false;
        return serve();
    }

    /** Reads once, and once more for what is behind the last bytes; the rest in the next turn. */
    private boolean serve() {
        if (announced == 0 || !reading) {
            return false;
        }
        Found found = read();
        if (found == Found.SOMETHING && reading && mayHaveMore()) {
            read();
        } else if (found == Found.NOTHING && announced == 0) {
            askAgain();
        }
        listIfAnnounced();
        return true;
    }

    /** Nothing was there although it was announced: if that is not so, the kernel says it again. */
    private void askAgain() {
        try {
            engine.epoll().modify(fd, watched, number);
        } catch (IOException e) {
            reading = false;
            events.onFailed(e);
        }
    }

    private void listIfAnnounced() {
        if (announced != 0 && reading && !listed) {
            listed = true;
            engine.readInNextTurn(this);
        }
    }

    private Found read() {
        ByteBuffer buffer = engine.readBuffer();
        int capacity = buffer.capacity();
        int count = kind.read(engine.libc(), fd, engine.readAddress(), capacity);
        if (count > 0) {
            if (count < capacity && !mayHaveMore()) {
                announced = 0;
            }
            events.onReceived(buffer.limit(count).position(0));
            return Found.SOMETHING;
        }
        if (count == -Errno.EINTR) {
            return Found.NOTHING;
        }
        if (count == 0 && announced == 0 && kind == StreamKind.DEVICE) {
            // A FIFO reads as if it were at its end before the first writer comes (fifo(7)); of
            // the end itself epoll tells.
            return Found.NOTHING;
        }
        announced = 0;
        if (count == -Errno.EAGAIN) {
            return Found.NOTHING;
        }
        if (count == 0 || (count == -Errno.EIO && kind == StreamKind.DEVICE)) {
            // EIO: the other end of a terminal was closed (pty(7)).
            inputEnded = true;
            reading = false;
            events.onInputClosed();
        } else {
            reading = false;
            events.onFailed(Errno.exception(kind == StreamKind.DEVICE ? "read" : "recv", -count));
        }
        return Found.SOMETHING;
    }

    /** Apart from bytes of which a full buffer tells. */
    private boolean mayHaveMore() {
        return (announced & MORE_THAN_BYTES) != 0 || (announced != 0 && !kind.emptiedByShortRead());
    }

    @Override
    public boolean readNow() {
        return reading && read() == Found.SOMETHING;
    }

    @Override
    public long write(Gather gather) throws IOException {
        if (closed) {
            return 0;
        }
        long written = kind.write(engine.libc(), fd, gather, engine.vectors());
        if (written < 0) {
            if (written != -Errno.EAGAIN && written != -Errno.EINTR) {
                throw Errno.exception(kind == StreamKind.DEVICE ? "write" : "send", (int) -written);
            }
            written = 0;
        }
        if (written < gather.bytes()) {
            awaitRoom();
        }
        return written;
    }

    /** Room is announced when there is some, also at once if it was there all the time. */
    private void awaitRoom() throws IOException {
        watched |= Epoll.OUT;
        engine.epoll().modify(fd, watched, number);
        writeBlocked = true;
    }

    /** To a device it is copied: not each of them knows sendfile(2). */
    @Override
    public boolean writesFiles() {
        return kind != StreamKind.DEVICE;
    }

    @Override
    public long writeFile(FileSource file, long position, long count) throws IOException {
        if (closed) {
            return 0;
        }
        long written = LinuxFile.of(file).sendTo(fd, position, count);
        if (written < count) {
            awaitRoom();
        }
        return written;
    }

    @Override
    public void pauseReading() {
        reading = false;
    }

    @Override
    public void resumeReading() {
        if (!inputEnded && !closed) {
            reading = true;
            listIfAnnounced();
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
                engine.options().resetOnClose(fd);
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
            reading = false;
            // The kernel forgets a descriptor that is closed (epoll(7), "Questions and answers").
            Descriptors.close(engine.libc(), fd);
        }
        engine.sources().remove(number);
    }
}
