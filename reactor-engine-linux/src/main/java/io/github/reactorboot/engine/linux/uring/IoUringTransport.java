package io.github.reactorboot.engine.linux.uring;

import io.github.reactorboot.engine.linux.libc.Errno;
import io.github.reactorboot.engine.linux.libc.Libc;
import io.github.reactorboot.engine.linux.socket.Descriptors;
import io.github.reactorboot.engine.linux.socket.LinuxFile;
import io.github.reactorboot.engine.linux.socket.SocketAddresses;
import io.github.reactorboot.runtime.engine.FileSource;
import io.github.reactorboot.runtime.engine.Gather;
import io.github.reactorboot.runtime.engine.Transport;
import io.github.reactorboot.runtime.engine.TransportEvents;
import java.io.IOException;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connected socket. It has one receive with the kernel while it reads, and one send at the
 * most; its descriptor is closed when the kernel has neither.
 *
 * <pre>{@code
 *          arm                pause, close
 * IDLE ----------> ARMED ----------------> CANCELLING
 *  ^ ^               |                         |
 *  | |               | last completion         | last completion
 *  | +--- LISTED <---+                         |
 *  +-------------------------------------------+
 * }</pre>
 *
 * <p>A pause cancels the receive; what has arrived and was not received stays in the socket.
 */
final class IoUringTransport implements Transport, RingSource {

    private static final Logger log = LoggerFactory.getLogger(IoUringTransport.class);

    private static final int POLLOUT = 4;
    private static final int SHUT_WR = 1;
    private static final int SHUT_RDWR = 2;

    private enum Receiving {
        IDLE,
        /** It is armed with the others at the end of the turn. */
        LISTED,
        ARMED,
        CANCELLING
    }

    private final IoUringPollEngine engine;
    private final TransportEvents events;
    private final boolean overTcp;
    private final int fd;
    private final long number;

    private Receiving receiving = Receiving.IDLE;
    private boolean reading = true;
    private boolean inputEnded;
    private boolean sending;

    /** The kernel waits for room in the socket. */
    private boolean awaitsRoom;

    private boolean closed;

    /** Nobody is told of the release: the engine itself has closed the transport. */
    private boolean quiet;

    /** The descriptor is gone, and may be somebody else's; guarded for other threads. */
    private boolean released;

    /** Takes the descriptor over and begins to read, unless that fails. */
    IoUringTransport(IoUringPollEngine engine, int fd, boolean overTcp, TransportEvents events) {
        this.engine = engine;
        this.fd = fd;
        this.overTcp = overTcp;
        this.events = events;
        this.number = engine.sources().add(this);
        try {
            arm();
        } catch (RuntimeException | Error e) {
            // The caller closes the descriptor, which must not be closed again later.
            engine.sources().remove(number);
            throw e;
        }
    }

    private long receiveData() {
        return UserData.of(UserData.RECEIVE, number);
    }

    private long roomData() {
        return UserData.of(UserData.POLL_OUT, number);
    }

    private long sendData() {
        return UserData.of(UserData.SEND, number);
    }

    private void arm() {
        receiving = Receiving.ARMED;
        engine.operations().receive(fd, receiveData());
    }

    /** It was listed for the end of the turn, which has come. */
    void armListed() {
        if (receiving == Receiving.LISTED) {
            receiving = Receiving.IDLE;
            if (isReading()) {
                arm();
            }
        }
    }

    private boolean isReading() {
        return reading && !inputEnded && !closed;
    }

    // ---- completions

    @Override
    public int completed(int operation, int result, int flags) {
        int handed =
                switch (operation) {
                    case UserData.SEND -> sent(result);
                    case UserData.POLL_OUT -> roomReady();
                    default -> received(result, flags);
                };
        if (closed) {
            release();
        }
        return handed;
    }

    private int received(int result, int flags) {
        // Only this ends it, whatever the result is: the kernel may give up after good ones.
        boolean ended = (flags & Abi.CQE_MORE) == 0;
        if (ended) {
            receiving = Receiving.IDLE;
        }
        int handed = handUp(result, flags);
        if (ended && isReading() && receiving == Receiving.IDLE) {
            receiving = Receiving.LISTED;
            engine.rearming().add(this, result == -Errno.ENOBUFS);
        }
        return handed;
    }

    private int handUp(int result, int flags) {
        if ((flags & Abi.CQE_BUFFER) == 0) {
            return closed ? 0 : handUpEnd(result);
        }
        int id = flags >>> Abi.CQE_BUFFER_SHIFT;
        try {
            if (closed) {
                return 0;
            }
            if (result <= 0) {
                return handUpEnd(result);
            }
            events.onReceived(engine.buffers().filled(id, result));
            return 1;
        } finally {
            engine.buffers().giveBack(id);
        }
    }

    private int handUpEnd(int result) {
        if (result == 0) {
            inputEnded = true;
            events.onInputClosed();
            return 1;
        }
        if (goesOn(-result)) {
            return 0;
        }
        failed("recv", -result);
        return 1;
    }

    /** No buffer, a pause, or nothing at all. */
    private static boolean goesOn(int errno) {
        return errno == Errno.ENOBUFS
                || errno == Errno.ECANCELED
                || errno == Errno.EINTR
                || errno == Errno.EAGAIN;
    }

    private void failed(String call, int errno) {
        inputEnded = true;
        events.onFailed(Errno.exception(call, errno));
    }

    private int sent(int result) {
        sending = false;
        if (closed) {
            return 0;
        }
        if (result >= 0) {
            events.onWritten(result);
        } else if (result == -Errno.EINTR || result == -Errno.EAGAIN) {
            events.onWritten(0);
        } else {
            failed("send", -result);
        }
        return 1;
    }

    private int roomReady() {
        awaitsRoom = false;
        if (closed) {
            return 0;
        }
        events.onWritten(0);
        return 1;
    }

    @Override
    public void broken(RuntimeException defect) {
        log.error("Serving a socket failed; it is closed", defect);
        if (!closed) {
            events.onFailed(new IOException("internal error: " + defect, defect));
        }
    }

    // ---- from the session

    @Override
    public long write(Gather gather) {
        if (closed) {
            return 0;
        }
        if (gather.count() == 1) {
            engine.operations()
                    .send(fd, gather.address(0), gather.buffer(0).remaining(), sendData());
        } else {
            engine.operations().sendMessage(fd, engine.messages().add(gather), sendData());
        }
        sending = true;
        return IN_FLIGHT;
    }

    @Override
    public boolean writesFiles() {
        return true;
    }

    /**
     * By sendfile(2), as the ring knows no such operation. The socket blocks, since the ring
     * answers for one that does not at once, and so it is made not to block for this call.
     */
    @Override
    public long writeFile(FileSource file, long position, long count) throws IOException {
        if (closed) {
            return 0;
        }
        long written = LinuxFile.of(file).sendToBlockingSocket(engine.libc(), fd, position, count);
        if (written < count) {
            awaitsRoom = true;
            engine.operations().poll(fd, POLLOUT, roomData());
        }
        return written;
    }

    /** Asks the socket itself, as the kernel may not have come to serve it yet. */
    @Override
    public boolean readNow() {
        if (!isReading()) {
            return false;
        }
        if (engine.hasCompletion(receiveData())) {
            return true;
        }
        int result = engine.peek(fd);
        if (result == -Errno.EAGAIN || result == -Errno.EINTR) {
            return false;
        }
        if (result < 0) {
            // An error is reported once only, and now this has been.
            failed("recv", -result);
        }
        return true;
    }

    @Override
    public void pauseReading() {
        reading = false;
        cancelReceive();
    }

    private void cancelReceive() {
        if (receiving == Receiving.ARMED) {
            receiving = Receiving.CANCELLING;
            engine.operations().cancel(receiveData());
        }
    }

    @Override
    public void resumeReading() {
        reading = true;
        if (receiving == Receiving.IDLE && isReading()) {
            arm();
        }
    }

    @Override
    public void shutdownOutput() throws IOException {
        if (closed) {
            return;
        }
        int result = engine.libc().shutdown(fd, SHUT_WR);
        if (result < 0) {
            throw Errno.exception("shutdown", -result);
        }
    }

    @Override
    public synchronized @Nullable SocketAddress localAddress() {
        if (released) {
            return null;
        }
        try {
            return new SocketAddresses().ofSocket(new Libc(), fd);
        } catch (IOException e) {
            return null;
        }
    }

    // ---- the end

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            end();
        }
    }

    @Override
    public void reset() {
        if (!closed && overTcp) {
            try {
                engine.options().resetOnClose(fd);
            } catch (IOException e) {
                log.debug("The peer is gone already", e);
            }
        }
        close();
    }

    private void end() {
        cancelReceive();
        if (sending) {
            engine.operations().cancel(sendData());
        }
        if (awaitsRoom) {
            engine.operations().cancel(roomData());
        }
        release();
    }

    /**
     * Closes the descriptor if the kernel does nothing with it. Not earlier: an operation keeps the
     * socket open, so that no FIN would go out.
     */
    private void release() {
        boolean armed = receiving == Receiving.ARMED || receiving == Receiving.CANCELLING;
        if (!released && !armed && !sending && !awaitsRoom) {
            closeDescriptor();
        }
    }

    private void closeDescriptor() {
        synchronized (this) {
            released = true;
            Descriptors.close(engine.libc(), fd);
        }
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
        // What the kernel still has of the socket must not keep the connection alive.
        engine.libc().shutdown(fd, SHUT_RDWR);
        closeDescriptor();
    }
}
