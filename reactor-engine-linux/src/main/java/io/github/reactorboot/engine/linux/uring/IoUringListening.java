package io.github.reactorboot.engine.linux.uring;

import io.github.reactorboot.engine.linux.socket.ListenSocket;
import io.github.reactorboot.runtime.engine.AcceptEvents;
import io.github.reactorboot.runtime.engine.ListenSettings;
import io.github.reactorboot.runtime.engine.ListeningSocket;
import java.io.IOException;
import java.net.SocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A listening socket of which the ring tells when connections wait; they are accepted by calls of
 * their own. The kernel could accept by itself (IORING_ACCEPT_MULTISHOT), but it then empties the
 * backlog in one go, whatever the bounds of a turn, of sessions and of descriptors are.
 */
final class IoUringListening implements ListeningSocket, RingSource {

    private static final Logger log = LoggerFactory.getLogger(IoUringListening.class);

    /** Connections block: the kernel waits for them when an operation cannot go on. */
    private static final int CONNECTION_FLAGS = ListenSocket.SOCK_CLOEXEC;

    private static final int SOCKET_FLAGS = ListenSocket.SOCK_CLOEXEC | ListenSocket.SOCK_NONBLOCK;

    private static final int POLLIN = 1;
    private static final int SHUT_RDWR = 2;

    private final IoUringPollEngine engine;
    private final ListenSocket socket;
    private final AcceptEvents events;
    private final int acceptsPerTurn;
    private final long number;

    /** The kernel waits for connections. */
    private boolean watched;

    private boolean accepting;
    private boolean closed;

    private IoUringListening(
            IoUringPollEngine engine,
            ListenSocket socket,
            ListenSettings settings,
            AcceptEvents events) {
        this.engine = engine;
        this.socket = socket;
        this.events = events;
        this.acceptsPerTurn = settings.acceptsPerTurn();
        this.number = engine.sources().add(this);
    }

    static IoUringListening bind(
            IoUringPollEngine engine, ListenSettings settings, AcceptEvents events)
            throws IOException {
        ListenSocket socket = ListenSocket.open(engine.libc(), settings, SOCKET_FLAGS);
        return new IoUringListening(engine, socket, settings, events);
    }

    private long pollData() {
        return UserData.of(UserData.POLL_IN, number);
    }

    /** Once: what is left after a turn is found by the next one. */
    private void watch() {
        if (accepting && !closed && !watched) {
            watched = true;
            engine.operations().poll(socket.fd(), POLLIN, pollData());
        }
    }

    @Override
    public int completed(int operation, int result, int flags) {
        watched = false;
        if (closed) {
            engine.sources().remove(number);
            return 0;
        }
        if (!accepting) {
            return 0;
        }
        socket.acceptWaiting(acceptsPerTurn, CONNECTION_FLAGS, events);
        watch();
        return 1;
    }

    @Override
    public void broken(RuntimeException defect) {
        log.error("Serving {} failed", socket, defect);
        watch();
    }

    // ---- from the listener

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
        // If a connection comes meanwhile, the completion finds that nothing is wanted.
        accepting = false;
    }

    @Override
    public void resumeAccepting() {
        if (!closed) {
            socket.takeSpare();
            accepting = true;
            watch();
        }
    }

    @Override
    public int acceptWaiting(int most) {
        return socket.acceptWaiting(most, CONNECTION_FLAGS, events);
    }

    @Override
    public int shed(int most) {
        return closed ? 0 : socket.shed(most);
    }

    // ---- the end

    /**
     * The operation of the kernel keeps the socket open, so it is shut down first: it refuses
     * connections from then on.
     */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        accepting = false;
        engine.libc().shutdown(socket.fd(), SHUT_RDWR);
        if (watched) {
            engine.operations().cancel(pollData());
            engine.runNow();
        } else {
            engine.sources().remove(number);
        }
        socket.close();
    }

    @Override
    public void shutDown() {
        close();
    }

    @Override
    public void abandon() {
        closed = true;
        engine.libc().shutdown(socket.fd(), SHUT_RDWR);
        socket.close();
        engine.sources().remove(number);
    }
}
