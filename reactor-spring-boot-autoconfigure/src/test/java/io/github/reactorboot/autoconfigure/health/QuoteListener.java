package io.github.reactorboot.autoconfigure.health;

import io.github.reactorboot.annotation.ReactorHandler;
import io.github.reactorboot.autoconfigure.ReactorRegistry;
import io.github.reactorboot.runtime.Session;
import io.github.reactorboot.runtime.SessionHandler;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/** Serves a listener of tests: repeats lines, and can be told to fail, to block and to die. */
@ReactorHandler("quotes")
public class QuoteListener implements SessionHandler {

    public static final String[] PROPERTIES = {
        "reactor.runtimes.default.loops=1",
        "reactor.runtimes.default.engine=nio",
        "reactor.listeners.quotes.address=127.0.0.1",
        "reactor.listeners.quotes.port=0",
        "reactor.listeners.quotes.framing.type=line",
    };

    private final CountDownLatch released = new CountDownLatch(1);

    @Override
    public void onMessage(Session session, ByteBuffer frame) throws Exception {
        String text = StandardCharsets.UTF_8.decode(frame).toString();
        switch (text) {
            case "fail" -> throw new IllegalStateException("told to fail");
            case "block" -> released.await();
            case "die" -> throw new Death("told\nto die");
            default -> session.send(text);
        }
    }

    /** Lets a blocked loop go on. */
    void release() {
        released.countDown();
    }

    /** Ends an event loop. */
    static final class Death extends Error {

        private static final long serialVersionUID = 1L;

        Death(String message) {
            super(message);
        }
    }

    /** One connected peer. */
    public static final class Peer implements AutoCloseable {

        private final Socket socket;
        private final BufferedReader lines;

        private Peer(Socket socket) throws IOException {
            this.socket = socket;
            socket.setSoTimeout(30_000);
            this.lines =
                    new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        }

        public static Peer of(ReactorRegistry registry) {
            int port = registry.listener("quotes").orElseThrow().port();
            try {
                return new Peer(new Socket(InetAddress.getLoopbackAddress(), port));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        public int port() {
            return socket.getLocalPort();
        }

        public void send(String line) {
            try {
                socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Sends a line and awaits its echo. */
        public String ask(String line) {
            send(line);
            return read();
        }

        /** The next line, or null at the end. */
        public String read() {
            try {
                return lines.readLine();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
