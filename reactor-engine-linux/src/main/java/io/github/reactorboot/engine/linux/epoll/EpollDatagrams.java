package io.github.reactorboot.engine.linux.epoll;

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
 * A datagram socket that is received from when epoll says so; level-triggered, so that what a turn
 * leaves is announced in the next one.
 */
final class EpollDatagrams implements DatagramTransport, EpollSource {

    private static final Logger log = LoggerFactory.getLogger(EpollDatagrams.class);

    private final EpollPollEngine engine;
    private final UdpSocket socket;
    private final DatagramEvents events;
    private final int receivesPerTurn;
    private final long number;
    private int interest;

    private EpollDatagrams(
            EpollPollEngine engine,
            UdpSocket socket,
            DatagramSettings settings,
            DatagramEvents events)
            throws IOException {
        this.engine = engine;
        this.socket = socket;
        this.events = events;
        this.receivesPerTurn = settings.receivesPerTurn();
        this.number = engine.sources().add(this);
        try {
            engine.epoll().add(socket.fd(), 0, number);
        } catch (IOException | RuntimeException | Error e) {
            engine.sources().remove(number);
            throw e;
        }
    }

    static EpollDatagrams bind(
            EpollPollEngine engine, DatagramSettings settings, DatagramEvents events)
            throws IOException {
        UdpSocket socket = UdpSocket.open(engine.libc(), engine.datagramRoom(), settings, events);
        try {
            return new EpollDatagrams(engine, socket, settings, events);
        } catch (IOException | RuntimeException | Error e) {
            socket.close();
            throw e;
        }
    }

    @Override
    public boolean ready(int happened) {
        if ((happened & Epoll.OUT) != 0 && (interest & Epoll.OUT) != 0) {
            watch(interest & ~Epoll.OUT);
            events.onWritable();
        }
        if (socket.isClosed()) {
            return true;
        }
        if ((interest & Epoll.IN) != 0) {
            socket.receive(receivesPerTurn);
        } else if ((happened & Epoll.ERR) != 0) {
            // It is announced again and again, whatever is watched (epoll_ctl(2)).
            socket.reportError();
        }
        return true;
    }

    @Override
    public int receiveNow(int most) {
        return socket.receive(most);
    }

    @Override
    public int send(DatagramBatch batch) throws IOException {
        if (socket.isClosed()) {
            return 0;
        }
        int sent = socket.send(batch);
        if (sent == 0) {
            watch(interest | Epoll.OUT);
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
        watch(interest & ~Epoll.IN);
    }

    @Override
    public void resumeReceiving() {
        watch(interest | Epoll.IN);
    }

    private void watch(int wanted) {
        if (wanted == interest || socket.isClosed()) {
            return;
        }
        interest = wanted;
        try {
            engine.epoll().modify(socket.fd(), wanted, number);
        } catch (IOException e) {
            log.warn("{}: {}", socket, e.getMessage());
        }
    }

    @Override
    public void close() {
        closeQuietly();
    }

    @Override
    public void closeQuietly() {
        if (!socket.isClosed()) {
            engine.sources().remove(number);
            socket.close();
        }
    }
}
