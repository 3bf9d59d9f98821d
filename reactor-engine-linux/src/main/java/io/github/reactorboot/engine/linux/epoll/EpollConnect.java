package io.github.reactorboot.engine.linux.epoll;

import io.github.reactorboot.engine.linux.socket.ConnectSocket;
import io.github.reactorboot.runtime.engine.ConnectEvents;
import io.github.reactorboot.runtime.engine.ConnectSettings;
import io.github.reactorboot.runtime.engine.PendingConnect;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An attempt to connect, of which epoll says when it is over. */
final class EpollConnect implements PendingConnect, EpollSource {

    private static final Logger log = LoggerFactory.getLogger(EpollConnect.class);

    private final EpollPollEngine engine;
    private final ConnectSocket socket;
    private final ConnectEvents events;
    private final long number;
    private boolean done;

    private EpollConnect(EpollPollEngine engine, ConnectSocket socket, ConnectEvents events) {
        this.engine = engine;
        this.socket = socket;
        this.events = events;
        this.number = engine.sources().add(this);
    }

    static EpollConnect begin(
            EpollPollEngine engine, ConnectSettings settings, ConnectEvents events)
            throws IOException {
        ConnectSocket socket = ConnectSocket.begin(engine.options(), settings);
        EpollConnect connect = new EpollConnect(engine, socket, events);
        try {
            engine.epoll().add(socket.fd(), Epoll.OUT, connect.number);
            return connect;
        } catch (IOException | RuntimeException | Error e) {
            connect.closeQuietly();
            throw e;
        }
    }

    @Override
    public boolean ready(int happened) {
        done = true;
        engine.sources().remove(number);
        try {
            // The transport registers the descriptor anew.
            engine.epoll().remove(socket.fd());
        } catch (IOException e) {
            log.debug("A socket was not registered any more", e);
        }
        socket.finish(happened, events);
        return true;
    }

    @Override
    public void cancel() {
        if (!done) {
            closeQuietly();
        }
    }

    @Override
    public void closeQuietly() {
        done = true;
        engine.sources().remove(number);
        socket.close();
    }
}
