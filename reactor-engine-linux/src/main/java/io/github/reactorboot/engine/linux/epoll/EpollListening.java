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
        setAccepting(false);
    }

    @Override
    public void resumeAccepting() {
        socket.takeSpare();
        setAccepting(true);
    }

    private void setAccepting(boolean wanted) {
        if (closed || wanted == accepting) {
            return;
        }
        accepting = wanted;
        try {
            engine.epoll().modify(socket.fd(), wanted ? Epoll.IN : 0, number);
        } catch (IOException e) {
            // Out of kernel memory at the most: a pause still holds, as the flag is looked at.
            log.warn("{}: {}", socket, e.getMessage());
        }
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
