package io.github.reactorboot.engine.linux.uring;

import io.github.reactorboot.engine.linux.libc.Errno;
import io.github.reactorboot.engine.linux.socket.Descriptors;
import io.github.reactorboot.engine.linux.socket.LinuxSocket;
import io.github.reactorboot.engine.linux.socket.ListenSocket;
import io.github.reactorboot.runtime.engine.AcceptEvents;
import io.github.reactorboot.runtime.engine.ListenSettings;
import io.github.reactorboot.runtime.engine.ListeningSocket;
import java.io.IOException;
import java.net.SocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A listening socket with which the kernel accepts by itself. What it accepts beyond the share of a
 * turn, or while accepting is paused, is held here; it accepts no more while much is held.
 */
final class IoUringListening implements ListeningSocket, RingSource {

    private static final Logger log = LoggerFactory.getLogger(IoUringListening.class);

    /** Connections block: the kernel waits for them when an operation cannot go on. */
    private static final int CONNECTION_FLAGS = ListenSocket.SOCK_CLOEXEC;

    /** So that {@link #acceptWaiting} and {@link #shed} do not wait; the kernel's accept does. */
    private static final int SOCKET_FLAGS = ListenSocket.SOCK_CLOEXEC | ListenSocket.SOCK_NONBLOCK;

    private static final int SHUT_RDWR = 2;

    private enum Accepting {
        IDLE,
        ARMED,
        CANCELLING
    }

    private final IoUringPollEngine engine;
    private final ListenSocket socket;
    private final AcceptEvents events;
    private final int acceptsPerTurn;
    private final long number;
    private final HeldConnections held = new HeldConnections();

    private Accepting state = Accepting.IDLE;
    private boolean accepting;
    private boolean listed;
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

    private long acceptData() {
        return UserData.of(UserData.ACCEPT, number);
    }

    private void armIfWanted() {
        if (accepting && !closed && state == Accepting.IDLE && held.isEmpty()) {
            state = Accepting.ARMED;
            engine.operations().accept(socket.fd(), acceptData());
        }
    }

    private void cancel() {
        if (state == Accepting.ARMED) {
            state = Accepting.CANCELLING;
            engine.operations().cancel(acceptData());
        }
    }

    // ---- completions

    @Override
    public int completed(int operation, int result, int flags) {
        if ((flags & Abi.CQE_MORE) == 0) {
            state = Accepting.IDLE;
        }
        int handed = 0;
        if (result >= 0) {
            hold(result);
        } else if (result != -Errno.ECANCELED && !closed) {
            handed = 1;
            failed(-result);
        }
        if (closed) {
            removeIfDone();
        } else {
            armIfWanted();
        }
        return handed;
    }

    private void hold(int connection) {
        if (closed) {
            Descriptors.close(engine.libc(), connection);
            return;
        }
        held.add(connection);
        if (held.count() > acceptsPerTurn) {
            cancel();
        }
        listIfReady();
    }

    /** Asks for a turn in which {@link #handUpHeld} is called. */
    private void listIfReady() {
        if (accepting && !listed && !held.isEmpty()) {
            listed = true;
            engine.listeningReady(this);
        }
    }

    private void failed(int errno) {
        events.onAcceptFailed(Errno.exception("accept", errno), Errno.isExhaustion(errno));
    }

    /** Hands up the share of a turn. */
    int handUpHeld() {
        listed = false;
        int handed = 0;
        while (handed < acceptsPerTurn && accepting && !held.isEmpty()) {
            handUp(held.poll());
            handed++;
        }
        listIfReady();
        armIfWanted();
        return handed;
    }

    private void handUp(int connection) {
        events.onAccepted(new LinuxSocket(connection, socket.peerOf(connection)));
    }

    @Override
    public void broken(RuntimeException defect) {
        log.error("Serving {} failed", socket, defect);
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
        accepting = false;
        cancel();
    }

    @Override
    public void resumeAccepting() {
        if (!closed) {
            socket.takeSpare();
            accepting = true;
            listIfReady();
            armIfWanted();
        }
    }

    @Override
    public int acceptWaiting(int most) {
        claim();
        int accepted = 0;
        for (int tries = 0; tries < most && !closed; tries++) {
            int connection = held.poll();
            if (connection == HeldConnections.NONE) {
                connection = socket.accept(CONNECTION_FLAGS);
            }
            if (connection >= 0) {
                accepted++;
                handUp(connection);
            } else if (connection == -Errno.EAGAIN) {
                break;
            } else {
                failed(-connection);
                if (Errno.isExhaustion(-connection)) {
                    break;
                }
            }
        }
        return accepted;
    }

    /** Takes what the kernel has accepted since the last turn. */
    private void claim() {
        engine.completions()
                .claim(
                        acceptData(),
                        (result, flags) -> {
                            if ((flags & Abi.CQE_MORE) == 0) {
                                state = Accepting.IDLE;
                            }
                            if (result >= 0) {
                                hold(result);
                            }
                        });
        armIfWanted();
    }

    @Override
    public int shed(int most) {
        if (closed) {
            return 0;
        }
        claim();
        int shed = 0;
        while (shed < most && !held.isEmpty()) {
            Descriptors.close(engine.libc(), held.poll());
            shed++;
        }
        return shed + socket.shed(most - shed);
    }

    // ---- the end

    /**
     * The operation of the kernel keeps the socket open, so it is shut down first: it refuses
     * connections from then on. What the kernel has accepted meanwhile is closed.
     */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        accepting = false;
        engine.libc().shutdown(socket.fd(), SHUT_RDWR);
        if (state != Accepting.IDLE) {
            cancel();
            engine.runNow();
        }
        closed = true;
        claim();
        closeHeld();
        socket.close();
        removeIfDone();
    }

    private void closeHeld() {
        while (!held.isEmpty()) {
            Descriptors.close(engine.libc(), held.poll());
        }
    }

    private void removeIfDone() {
        if (state == Accepting.IDLE) {
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
        engine.libc().shutdown(socket.fd(), SHUT_RDWR);
        closeHeld();
        socket.close();
        engine.sources().remove(number);
    }
}
