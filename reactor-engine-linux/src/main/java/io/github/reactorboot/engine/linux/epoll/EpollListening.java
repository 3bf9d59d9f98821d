package io.github.reactorboot.engine.linux.epoll;

import io.github.reactorboot.engine.linux.socket.ListenSocket;
import io.github.reactorboot.runtime.engine.AcceptEvents;
import io.github.reactorboot.runtime.engine.ListenSettings;
import io.github.reactorboot.runtime.engine.ListeningSocket;
import java.io.IOException;
import java.net.SocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A listening socket that is accepted from when epoll says so. */
final class EpollListening implements ListeningSocket, EpollSource {

    private static final Logger log = LoggerFactory.getLogger(EpollListening.class);

    private static final int ACCEPT_FLAGS = ListenSocket.SOCK_CLOEXEC | ListenSocket.SOCK_NONBLOCK;

    private final EpollPollEngine engine;
    private final ListenSocket socket;
    private final AcceptEvents events;
    private final int acceptsPerTurn;
    private final long number;
    private boolean accepting;
    private boolean closed;

    private EpollListening(
            EpollPollEngine engine,
            ListenSocket socket,
            ListenSettings settings,
            AcceptEvents events)
            throws IOException {
        this.engine = engine;
        this.socket = socket;
        this.events = events;
        this.acceptsPerTurn = settings.acceptsPerTurn();
        this.number = engine.sources().add(this);
        engine.epoll().add(socket.fd(), 0, number);
    }

    static EpollListening bind(EpollPollEngine engine, ListenSettings settings, AcceptEvents events)
            throws IOException {
        ListenSocket socket = ListenSocket.open(engine.libc(), settings, ACCEPT_FLAGS);
        try {
            return new EpollListening(engine, socket, settings, events);
        } catch (IOException | RuntimeException | Error e) {
            socket.close();
            throw e;
        }
    }

    @Override
    public boolean ready(int happened) {
        if (accepting) {
            acceptWaiting(acceptsPerTurn);
        }
        return true;
    }

    @Override
    public int acceptWaiting(int most) {
        return socket.acceptWaiting(most, ACCEPT_FLAGS, events);
    }

    @Override
    public int shed(int most) {
        return closed ? 0 : socket.shed(most);
    }

    @Override
    public SocketAddress localAddress() {
        return socket.localAddress();
    }

    @Override
    public boolean allowSharing() {
        return !closed && socket.allowSharing();
    }

    @Override
    public void pauseAccepting() {
        if (accepting) {
            accepting = false;
            try {
                watch(0);
            } catch (IOException e) {
                // The pause holds, as the flag is looked at.
                log.warn("{}: {}", socket, e.getMessage());
            }
        }
    }

    @Override
    public void resumeAccepting() {
        if (closed || accepting) {
            return;
        }
        socket.takeSpare();
        try {
            watch(Epoll.IN);
            accepting = true;
        } catch (IOException e) {
            // Who is told tries again later.
            events.onAcceptFailed(e, true);
        }
    }

    private void watch(int interest) throws IOException {
        engine.epoll().modify(socket.fd(), interest, number);
    }

    @Override
    public void close() {
        closeQuietly();
    }

    @Override
    public void closeQuietly() {
        if (!closed) {
            closed = true;
            accepting = false;
            engine.sources().remove(number);
            socket.close();
        }
    }
}
