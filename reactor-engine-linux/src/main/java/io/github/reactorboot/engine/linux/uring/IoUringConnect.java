package io.github.reactorboot.engine.linux.uring;

import io.github.reactorboot.engine.linux.socket.ConnectSocket;
import io.github.reactorboot.runtime.engine.ConnectEvents;
import io.github.reactorboot.runtime.engine.ConnectSettings;
import io.github.reactorboot.runtime.engine.PendingConnect;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An attempt to connect, of which the ring tells when it is over. The kernel could connect by
 * itself (IORING_OP_CONNECT), but for a Unix socket whose listener has a full backlog it would keep
 * a thread that waits.
 */
final class IoUringConnect implements PendingConnect, RingSource {

    private static final Logger log = LoggerFactory.getLogger(IoUringConnect.class);

    private static final int POLLOUT = 4;

    private final IoUringPollEngine engine;
    private final ConnectSocket socket;
    private final ConnectEvents events;
    private final long number;
    private boolean done;

    private IoUringConnect(IoUringPollEngine engine, ConnectSocket socket, ConnectEvents events) {
        this.engine = engine;
        this.socket = socket;
        this.events = events;
        this.number = engine.sources().add(this);
    }

    static IoUringConnect begin(
            IoUringPollEngine engine, ConnectSettings settings, ConnectEvents events)
            throws IOException {
        ConnectSocket socket = ConnectSocket.begin(engine.options(), settings);
        IoUringConnect connect = new IoUringConnect(engine, socket, events);
        try {
            engine.operations().poll(socket.fd(), POLLOUT, connect.pollData());
            return connect;
        } catch (RuntimeException | Error e) {
            connect.abandon();
            throw e;
        }
    }

    private long pollData() {
        return UserData.of(UserData.POLL_OUT, number);
    }

    @Override
    public int completed(int operation, int result, int flags) {
        engine.sources().remove(number);
        if (done) {
            return 0;
        }
        done = true;
        socket.finish(result, events);
        return 1;
    }

    @Override
    public void broken(RuntimeException defect) {
        log.error("Connecting failed; the socket is closed", defect);
        socket.close();
    }

    /** The operation of the kernel keeps the socket open, so it is ended first. */
    @Override
    public void cancel() {
        if (!done) {
            done = true;
            engine.operations().cancel(pollData());
            engine.runNow();
            socket.close();
        }
    }

    @Override
    public void shutDown() {
        cancel();
    }

    @Override
    public void abandon() {
        done = true;
        engine.sources().remove(number);
        socket.close();
    }
}
