package io.github.reactorboot.runtime;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A handshake: the peer sends {@code HELLO} and a name in a line, and gets a line back. Notes what
 * happens, of all sessions that it was asked for.
 */
final class Greeting implements HandshakeSource {

    static final AttributeKey<String> NAME = AttributeKey.named("name");

    interface Action {
        void run(OpeningSession opening) throws Exception;
    }

    final BlockingQueue<OpeningSession> openings = new LinkedBlockingQueue<>();
    final List<String> abandoned = new ArrayList<>();
    private Action connected = opening -> {};
    private Action greeted = OpeningSession::finish;

    Greeting connected(Action action) {
        connected = action;
        return this;
    }

    /** Instead of finishing. */
    Greeting greeted(Action action) {
        greeted = action;
        return this;
    }

    static SendResult send(OpeningSession opening, String text) {
        return opening.send(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public Handshake handshakeFor(Session session) {
        return new Handshake() {
            private boolean done;

            @Override
            public void onConnected(OpeningSession opening) throws Exception {
                openings.add(opening);
                connected.run(opening);
            }

            @Override
            public void onReceived(OpeningSession opening, ByteBuffer bytes) throws Exception {
                for (int i = bytes.position(); i < bytes.limit() && !done; i++) {
                    if (bytes.get(i) == '\n') {
                        byte[] line = new byte[i - bytes.position()];
                        bytes.get(line);
                        bytes.get();
                        greet(opening, new String(line, StandardCharsets.UTF_8));
                        return;
                    }
                }
            }

            private void greet(OpeningSession opening, String line) throws Exception {
                if (!line.startsWith("HELLO ")) {
                    send(opening, "NO\n");
                    throw new HandshakeException("not a greeting: " + line);
                }
                opening.session().attribute(NAME, line.substring(6));
                done = true;
                send(opening, "WELCOME\n");
                greeted.run(opening);
            }

            @Override
            public void onAbandoned(OpeningSession opening, CloseReason reason) {
                abandoned.add(opening.session().name() + ":" + reason);
            }
        };
    }
}
