package io.github.reactorboot.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.reactorboot.benchmarks.framing.Framing;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The clock is the test's, and so is the server: a message a millisecond, two connections. */
@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OpenLoopTest {

    private static final int PAYLOAD = 16;
    private static final double PRECISION = 0.001;

    private final StringWriter err = new StringWriter();
    private final Faults faults = new Faults(new PrintWriter(err));
    private final Window window = new Window(this::nanos, null);
    private final Socket[] peers = new Socket[2];

    private long millis;
    private ServerSocket listener;
    private Selector selector;
    private Loop loop;
    private OpenLoop traffic;

    private long nanos() {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    @BeforeEach
    void connect() throws IOException {
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        selector = Selector.open();
        Messages messages = new Messages(Framing.RAW, PAYLOAD, 1);
        Wire wire =
                new Wire(
                        selector,
                        (InetSocketAddress) listener.getLocalSocketAddress(),
                        messages,
                        ByteBuffer.allocateDirect(4096));
        LoadOptions options =
                new LoadOptions(
                        wire.server(),
                        LoadPattern.ECHO,
                        Framing.RAW,
                        peers.length,
                        1,
                        PAYLOAD,
                        1000.0,
                        0,
                        TimeUnit.SECONDS.toNanos(1),
                        TimeUnit.SECONDS.toNanos(10),
                        1000,
                        null,
                        false);
        loop = new Loop(selector, this::nanos, faults, options);
        Connection[] connections = new Connection[peers.length];
        assertThat(loop.drain(new Opening(wire, connections, false))).isTrue();
        for (int index = 0; index < peers.length; index++) {
            peers[index] = listener.accept();
        }
        traffic = new OpenLoop(connections, options, this::nanos, window);
    }

    @AfterEach
    void close() throws IOException {
        for (var key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
        listener.close();
        for (Socket peer : peers) {
            peer.close();
        }
    }

    /** The server answers what it has not answered yet, and all of it comes. */
    private void answer(int messagesEach) throws IOException {
        for (Socket peer : peers) {
            byte[] bytes = peer.getInputStream().readNBytes(messagesEach * PAYLOAD);
            peer.getOutputStream().write(bytes);
        }
        assertThat(loop.drain(traffic)).as(err::toString).isTrue();
    }

    @Test
    void aPauseIsSeenByAllMessagesMeantToGoInIt() throws IOException {
        traffic.start(nanos());
        window.begin(traffic.completed());
        for (millis = 0; millis < 100; millis++) {
            assertThat(loop.look(traffic)).isTrue();
        }
        millis = 99;
        assertThat(traffic.outstanding()).isEqualTo(100);
        traffic.stop();
        answer(50);

        assertThat(traffic.completed()).isEqualTo(100);
        Latency latency = window.latency();
        // 0, 1, 2 .. 99 ms: a generator that waited for replies would have seen one message wait.
        assertThat(latency.count()).isEqualTo(100);
        assertThat(latency.p50Micros()).isCloseTo(49_000, within(49_000 * PRECISION));
        assertThat(latency.p90Micros()).isCloseTo(89_000, within(89_000 * PRECISION));
        assertThat(latency.maxMicros()).isCloseTo(99_000, within(99_000 * PRECISION));
        assertThat(window.lateness().count()).isEqualTo(100);
        assertThat(window.lateness().maxMicros()).isZero();
    }

    @Test
    void itsOwnPauseIsToldAsLateness() throws IOException {
        traffic.start(nanos());
        window.begin(traffic.completed());
        millis = 99;
        assertThat(loop.look(traffic)).isTrue();
        traffic.stop();
        answer(50);

        Latency lateness = window.lateness();
        assertThat(lateness.count()).isEqualTo(100);
        assertThat(lateness.p50Micros()).isCloseTo(49_000, within(49_000 * PRECISION));
        assertThat(lateness.maxMicros()).isCloseTo(99_000, within(99_000 * PRECISION));
        assertThat(window.latency()).isEqualTo(lateness);
    }

    @Test
    void onlyMessagesMeantToGoInTheWindowAreMeasured() throws IOException {
        traffic.start(nanos());
        millis = 9;
        loop.look(traffic);
        millis = 10;
        window.begin(traffic.completed());
        loop.look(traffic);
        millis = 19;
        loop.look(traffic);
        window.end(traffic.completed());
        traffic.stop();
        millis = 30;
        answer(10);

        // Ten were meant to go before it and one at its end; all are answered after it.
        assertThat(traffic.completed()).isEqualTo(20);
        assertThat(window.messages()).isZero();
        assertThat(window.latency().count()).isEqualTo(9);
        assertThat(window.latency().maxMicros()).isCloseTo(20_000, within(20_000 * PRECISION));
    }

    @Test
    void aServerThatDoesNotKeepUpEndsTheRun() {
        traffic.start(nanos());
        millis = 998;
        assertThat(loop.look(traffic)).isTrue();
        millis = 1000;
        assertThat(loop.look(traffic)).isFalse();
        assertThat(err.toString())
                .contains("the server did not keep up with 1000 messages/s: 1000 outstanding");
    }
}
