package io.github.reactorboot.engine.linux.uring;

import io.github.reactorboot.engine.linux.socket.UdpSocket;
import io.github.reactorboot.runtime.engine.DatagramBatch;
import io.github.reactorboot.runtime.engine.DatagramEvents;
import io.github.reactorboot.runtime.engine.DatagramSettings;
import io.github.reactorboot.runtime.engine.DatagramTransport;
import java.io.IOException;
import java.net.SocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A datagram socket of which the ring tells when something waits; many datagrams are then received
 * by a call of their own (recvmmsg(2)), for which a ring has no operation, and sent in the same
 * way.
 */
final class IoUringDatagrams implements DatagramTransport, RingSource {

    private static final Logger log = LoggerFactory.getLogger(IoUringDatagrams.class);

    private static final int POLLIN = 1;
    private static final int POLLOUT = 4;

    private final IoUringPollEngine engine;
    private final UdpSocket socket;
    private final DatagramEvents events;
    private final int receivesPerTurn;
    private final long number;

    /** The kernel waits for datagrams. */
    private boolean watched;

    /** The kernel waits until something can be sent. */
    private boolean watchedOut;

    private boolean receiving;
    private boolean closed;

    private IoUringDatagrams(
            IoUringPollEngine engine,
            UdpSocket socket,
            DatagramSettings settings,
            DatagramEvents events) {
        this.engine = engine;
        this.socket = socket;
        this.events = events;
        this.receivesPerTurn = settings.receivesPerTurn();
        this.number = engine.sources().add(this);
    }

    static IoUringDatagrams bind(
            IoUringPollEngine engine, DatagramSettings settings, DatagramEvents events)
            throws IOException {
        UdpSocket socket = UdpSocket.open(engine.libc(), engine.datagramRoom(), settings, events);
        return new IoUringDatagrams(engine, socket, settings, events);
    }

    private long data(int operation) {
        return UserData.of(operation, number);
    }

    /** Once: what is left after a turn is found by the next one. */
    private void watch() {
        if (receiving && !closed && !watched) {
            watched = true;
            engine.operations().poll(socket.fd(), POLLIN, data(UserData.POLL_IN));
        }
    }

    @Override
    public int completed(int operation, int result, int flags) {
        if (operation == UserData.POLL_OUT) {
            watchedOut = false;
        } else {
            watched = false;
        }
        if (closed) {
            removeIfDone();
            return 0;
        }
        if (operation == UserData.POLL_OUT) {
            events.onWritable();
            return 1;
        }
        if (!receiving) {
            return 0;
        }
        socket.receive(receivesPerTurn);
        watch();
        return 1;
    }

    private void removeIfDone() {
        if (!watched && !watchedOut) {
            engine.sources().remove(number);
        }
    }

    @Override
    public void broken(RuntimeException defect) {
        log.error("Serving {} failed", socket, defect);
        watch();
    }

    @Override
    public int receiveNow(int most) {
        return socket.receive(most);
    }

    @Override
    public int send(DatagramBatch batch) throws IOException {
        if (closed) {
            return 0;
        }
        int sent = socket.send(batch);
        if (sent == 0 && !watchedOut) {
            watchedOut = true;
            engine.operations().poll(socket.fd(), POLLOUT, data(UserData.POLL_OUT));
        }
        return sent;
    }

    @Override
    public SocketAddress localAddress() {
        return socket.localAddress();
    }

    @Override
    public boolean allowSharing() {
        return socket.allowSharing();
    }

    @Override
    public void pauseReceiving() {
        // If a datagram comes meanwhile, the completion finds that nothing is wanted.
        receiving = false;
    }

    @Override
    public void resumeReceiving() {
        receiving = !closed;
        watch();
    }

    // ---- the end

    /** The operations of the kernel keep the socket open, so they are cancelled at once. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        receiving = false;
        if (watched) {
            engine.operations().cancel(data(UserData.POLL_IN));
        }
        if (watchedOut) {
            engine.operations().cancel(data(UserData.POLL_OUT));
        }
        socket.close();
        if (watched || watchedOut) {
            engine.runNow();
        } else {
            engine.sources().remove(number);
        }
    }

    @Override
    public void shutDown() {
        close();
    }

    @Override
    public void abandon() {
        closed = true;
        socket.close();
        engine.sources().remove(number);
    }
}
