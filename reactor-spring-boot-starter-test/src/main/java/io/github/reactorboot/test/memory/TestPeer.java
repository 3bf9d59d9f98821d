package io.github.reactorboot.test.memory;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/**
 * The other end of a connection in a {@link MemoryNetwork}: what a test sends to a session, and
 * receives from it.
 *
 * <p>Nothing is received before it is asked for. A peer that does not receive is one that does not
 * read: the pipe to it fills, then the session's queue.
 *
 * <p>What waits, waits for {@link MemoryNetwork#patience} at the most and then fails with an {@link
 * AssertionError} that shows what came instead. Any thread, one at a time.
 */
public final class TestPeer implements AutoCloseable {

    /** How the reactor ended a connection. */
    public enum End {
        /** It said that nothing more comes. */
        FIN,
        /** It cut the connection. */
        RESET
    }

    /** How much of what came stands in a message. */
    private static final int SHOWN_MAX = 200;

    /** From {@link #next}; 0 is for nothing in time. */
    private static final int END = -1;

    private static final int RESET = -2;

    private final MemoryNetwork network;
    private final MemoryEnd end;

    TestPeer(MemoryNetwork network, MemoryEnd end) {
        this.network = network;
        this.end = end;
    }

    MemoryEnd end() {
        return end;
    }

    /** The address that the reactor sees. */
    public InetSocketAddress localAddress() {
        return end.local();
    }

    /** The address that was connected to. */
    public InetSocketAddress remoteAddress() {
        return end.remote();
    }

    /** What the engine does with this connection. */
    public ConnectionScript script() {
        return end.script();
    }

    // ---- sending

    /** As {@link #send(byte[])}, in UTF-8. */
    public void send(String text) {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Sends bytes, and waits while the pipe is full.
     *
     * @throws AssertionError when the session does not read on
     * @throws UncheckedIOException when the connection has ended
     * @throws IllegalStateException when this peer was closed
     */
    public void send(byte[] bytes) {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        network.change(() -> {
            while (write(left) && left.hasRemaining()) {
                if (!awaiting(end::isWritable)) {
                    throw new AssertionError(
                            "sent %,d of %,d bytes, then the session did not read on"
                                    .formatted(left.position(), bytes.length));
                }
            }
        });
    }

    /**
     * Sends as much as the pipe takes now.
     *
     * @return how many bytes that was
     * @throws UncheckedIOException when the connection has ended
     * @throws IllegalStateException when this peer was closed
     */
    public int trySend(byte[] bytes) {
        ByteBuffer offered = ByteBuffer.wrap(bytes);
        network.change(() -> write(offered));
        return offered.position();
    }

    private boolean write(ByteBuffer bytes) {
        requireOpen();
        try {
            end.write(bytes, bytes.remaining());
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** FIN: nothing more is sent, but everything is still received. */
    public void shutdownOutput() {
        network.change(end::shutdownOutput);
    }

    /** RST: the connection is gone, and what the session has not read yet with it. */
    public void reset() {
        network.change(end::reset);
    }

    /**
     * Closes: FIN, or RST if something was sent by the session and not received (RFC 2525, 2.17).
     * Does nothing when it is closed.
     */
    @Override
    public void close() {
        network.change(end::close);
    }

    // ---- receiving

    /** How many bytes can be received without waiting. */
    public int available() {
        return network.locked(() -> end.in().available());
    }

    /**
     * Receives exactly so many bytes.
     *
     * @throws AssertionError when fewer come
     * @throws IllegalStateException when this peer was closed
     */
    public byte[] receive(int count) {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        network.change(() -> {
            while (bytes.hasRemaining()) {
                if (next(bytes, bytes.remaining()) <= 0) {
                    throw failure("%,d bytes".formatted(count), bytes.array(), bytes.position());
                }
            }
        });
        return bytes.array();
    }

    /** As {@link #receive}, decoded from UTF-8. */
    public String receiveText(int bytes) {
        return text(receive(bytes));
    }

    /**
     * Receives up to the next LF, which is left out of the result, as is a CR before it.
     *
     * @throws AssertionError when no whole line comes
     * @throws IllegalStateException when this peer was closed
     */
    public String receiveLine() {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        network.change(() -> {
            ByteBuffer one = ByteBuffer.allocate(1);
            while (true) {
                if (next(one.clear(), 1) <= 0) {
                    throw failure("a line", line.toByteArray(), line.size());
                }
                if (one.get(0) == '\n') {
                    return;
                }
                line.write(one.get(0));
            }
        });
        String text = text(line.toByteArray());
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    /**
     * Receives all that comes before the FIN of the session.
     *
     * @throws AssertionError when no FIN comes
     * @throws IllegalStateException when this peer was closed
     */
    public byte[] receiveToEnd() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        network.change(() -> {
            ByteBuffer some = ByteBuffer.allocate(8192);
            for (int count = next(some, 8192); count != END; count = next(some.clear(), 8192)) {
                if (count <= 0) {
                    throw failure("the end of the stream", all.toByteArray(), all.size());
                }
                all.write(some.array(), 0, count);
            }
        });
        return all.toByteArray();
    }

    /**
     * Waits for the end of the connection.
     *
     * @return how it ended
     * @throws AssertionError when it does not end, or something else comes before
     * @throws IllegalStateException when this peer was closed
     */
    public End awaitEnd() {
        return network.changing(() -> {
            requireOpen();
            awaiting(end::isReadable);
            if (end.in().isAtReset()) {
                return End.RESET;
            }
            if (end.in().isAtEnd()) {
                return End.FIN;
            }
            byte[] there = end.in().peek();
            throw failure("the end of the connection", there, there.length);
        });
    }

    private int next(ByteBuffer into, int most) {
        requireOpen();
        awaiting(end::isReadable);
        try {
            int count = end.read(into, most);
            // Room in the pipe again: the engine may be waiting for it.
            network.change(() -> {});
            return count;
        } catch (IOException e) {
            return RESET;
        }
    }

    private boolean awaiting(BooleanSupplier condition) {
        network.change(() -> {});
        return network.awaitUntil(condition);
    }

    private void requireOpen() {
        if (end.isClosed()) {
            throw new IllegalStateException("this peer was closed");
        }
    }

    private AssertionError failure(String expected, byte[] bytes, int count) {
        String then =
                end.in().isAtReset()
                        ? "a reset of the connection"
                        : end.in().isAtEnd() ? "the end of the stream" : "nothing more";
        String came =
                count == 0
                        ? then
                        : "%,d bytes '%s', then %s".formatted(count, shown(bytes, count), then);
        return new AssertionError("expected %s, got %s".formatted(expected, came));
    }

    private static String shown(byte[] bytes, int count) {
        String text = new String(bytes, 0, Math.min(count, SHOWN_MAX), StandardCharsets.UTF_8);
        StringBuilder shown = new StringBuilder();
        text.codePoints()
                .forEach(c -> {
                    if (Character.isISOControl(c)) {
                        shown.append(
                                c == '\n' ? "\\n" : c == '\r' ? "\\r" : "\\x%02x".formatted(c));
                    } else {
                        shown.appendCodePoint(c);
                    }
                });
        return count > SHOWN_MAX ? shown + ".." : shown.toString();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "TestPeer[%s to %s]".formatted(end.local(), end.remote());
    }
}
