package io.github.reactorboot.engine.linux.uring;

import io.github.reactorboot.engine.linux.libc.Errno;
import io.github.reactorboot.engine.linux.socket.Descriptors;
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
 * A FIFO, a terminal or another descriptor that is no socket: the ring tells when it is ready, and
 * it is read and written by calls of their own. Such a device is slow, and some of them cannot be
 * read in any other way.
 */
final class IoUringDevice implements Transport, RingSource {

    private static final Logger log = LoggerFactory.getLogger(IoUringDevice.class);

    private static final int POLLIN = 1;
    private static final int POLLOUT = 4;

    private final IoUringPollEngine engine;
    private final TransportEvents events;
    private final int fd;
    private final long number;

    private final boolean writeOnly;
    private boolean reading = true;
    private boolean inputEnded;

    /** The kernel waits for input, or for the end of who reads what is written. */
    private boolean awaitsInput;

    /** The kernel waits for room. */
    private boolean awaitsRoom;

    private boolean closed;
    private boolean quiet;
    private boolean released;

    /** Takes the descriptor over and begins to read, if it can be read, unless that fails. */
    IoUringDevice(IoUringPollEngine engine, int fd, boolean readable, TransportEvents events) {
        this.engine = engine;
        this.fd = fd;
        this.events = events;
        this.writeOnly = !readable;
        this.inputEnded = !readable;
        this.number = engine.sources().add(this);
        try {
            begin();
        } catch (RuntimeException | Error e) {
            // The caller closes the descriptor, which must not be closed again later.
            engine.sources().remove(number);
            throw e;
        }
    }

    private void begin() {
        if (writeOnly) {
            // No event is asked for: trouble is always told (poll(2)).
            awaitsInput = true;
            engine.operations().poll(fd, 0, inputData());
        }
        awaitInput();
    }

    private void awaitInput() {
        if (isReading() && !awaitsInput) {
            awaitsInput = true;
            engine.operations().poll(fd, POLLIN, inputData());
        }
    }

    private long inputData() {
        return UserData.of(UserData.POLL_IN, number);
    }

    private long roomData() {
        return UserData.of(UserData.POLL_OUT, number);
    }

    private boolean isReading() {
        return reading && !inputEnded && !closed;
    }

    @Override
    public int completed(int operation, int result, int flags) {
        boolean input = operation == UserData.POLL_IN;
        if (input) {
            awaitsInput = false;
        } else {
            awaitsRoom = false;
        }
        if (closed) {
            release();
            return 0;
        }
        int handed = 0;
        if (result != -Errno.ECANCELED) {
            handed = input ? inputReady() : roomReady();
        }
        awaitInput();
        return handed;
    }

    private int inputReady() {
        if (writeOnly) {
            // Nobody reads the other end any more (fifo(7)), and no read will tell.
            events.onFailed(Errno.exception("write", Errno.EPIPE));
            return 1;
        }
        return isReading() && read() ? 1 : 0;
    }

    private int roomReady() {
        events.onWritten(0);
        return 1;
    }

    /** False when nothing was there. */
    private boolean read() {
        ByteBuffer buffer = engine.deviceBuffer();
        int count =
                StreamKind.DEVICE.read(
                        engine.libc(), fd, engine.deviceAddress(), buffer.capacity());
        if (count > 0) {
            events.onReceived(buffer.clear().limit(count));
            return true;
        }
        if (count == -Errno.EAGAIN || count == -Errno.EINTR) {
            return false;
        }
        inputEnded = true;
        if (count == 0 || count == -Errno.EIO) {
            // EIO: the other end of a terminal was closed (pty(7)).
            events.onInputClosed();
        } else {
            events.onFailed(Errno.exception("read", -count));
        }
        return true;
    }

    @Override
    public void broken(RuntimeException defect) {
        log.error("Serving a device failed; it is closed", defect);
        if (!closed) {
            events.onFailed(new IOException("internal error: " + defect, defect));
        }
    }

    @Override
    public long write(Gather gather) throws IOException {
        if (closed) {
            return 0;
        }
        long written = StreamKind.DEVICE.write(engine.libc(), fd, gather, engine.vectors());
        if (written < 0) {
            if (written != -Errno.EAGAIN && written != -Errno.EINTR) {
                throw Errno.exception("write", (int) -written);
            }
            written = 0;
        }
        if (written < gather.bytes() && !awaitsRoom) {
            awaitsRoom = true;
            engine.operations().poll(fd, POLLOUT, roomData());
        }
        return written;
    }

    /**
     * A FIFO reads as if it were at its end before the first writer comes, so the ring is asked.
     */
    @Override
    public boolean readNow() {
        if (!isReading()) {
            return false;
        }
        engine.runNow();
        return engine.hasCompletion(inputData());
    }

    @Override
    public void pauseReading() {
        // If the device becomes ready meanwhile, the completion finds that nothing is wanted.
        reading = false;
    }

    @Override
    public void resumeReading() {
        reading = true;
        awaitInput();
    }

    @Override
    public void shutdownOutput() {
        // There is no such thing but for sockets.
    }

    @Override
    public @Nullable SocketAddress localAddress() {
        return null;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (awaitsInput) {
            engine.operations().cancel(inputData());
        }
        if (awaitsRoom) {
            engine.operations().cancel(roomData());
        }
        release();
    }

    @Override
    public void reset() {
        close();
    }

    private void release() {
        if (!released && !awaitsInput && !awaitsRoom) {
            closeDescriptor();
        }
    }

    private void closeDescriptor() {
        released = true;
        Descriptors.close(engine.libc(), fd);
        engine.sources().remove(number);
        if (!quiet) {
            events.onReleased();
        }
    }

    @Override
    public void shutDown() {
        if (!closed) {
            quiet = true;
            close();
        }
    }

    @Override
    public void abandon() {
        quiet |= !closed;
        closed = true;
        closeDescriptor();
    }
}
