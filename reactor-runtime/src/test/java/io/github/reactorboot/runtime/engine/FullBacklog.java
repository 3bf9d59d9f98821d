package io.github.reactorboot.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/**
 * An address that does not answer: a socket that listens, accepts nobody and has no room for more
 * (listen(2)).
 */
public final class FullBacklog implements Closeable {

    private static final int MOST = 64;
    private static final int SILENCE_MILLIS = 200;

    private final java.net.ServerSocket listening;
    private final List<Socket> waiting = new ArrayList<>();

    public FullBacklog() throws IOException {
        listening = new java.net.ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        boolean answered = true;
        while (answered) {
            assertThat(waiting).as("the backlog has no end").hasSizeLessThan(MOST);
            Socket next = new Socket();
            waiting.add(next);
            try {
                next.connect(address(), SILENCE_MILLIS);
            } catch (SocketTimeoutException silence) {
                answered = false;
            }
        }
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) listening.getLocalSocketAddress();
    }

    @Override
    public void close() throws IOException {
        for (Socket each : waiting) {
            each.close();
        }
        listening.close();
    }
}
