package io.github.reactorboot.engine.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.reactorboot.runtime.Connection;
import io.github.reactorboot.runtime.ConnectionState;
import io.github.reactorboot.runtime.SendResult;
import io.github.reactorboot.runtime.Session;
import io.github.reactorboot.runtime.framing.Framers;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A serial line as a session: a pseudo-terminal is one without a wire. */
@Tag("N5")
@Tag("O1")
@Timeout(120)
class SerialLineTest {

    @TempDir Path directory;

    @BeforeAll
    static void needsSocat() {
        assumeTrue(PtyPair.isPossible(), "socat is not there");
    }

    private static void write(RandomAccessFile to, String text) throws IOException {
        to.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String read(RandomAccessFile from, int bytes) throws IOException {
        byte[] got = new byte[bytes];
        from.readFully(got);
        return new String(got, StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "io_uring"})
    void bytesGoBothWays(String engine) throws Exception {
        try (PtyPair line = PtyPair.connect(directory);
                DeviceRig rig = new DeviceRig(engine)) {
            Connection device = rig.open(rig.line(line.device()));
            Session session = device.session().orElseThrow();
            assertThat(session.isOpen()).isTrue();
            try (RandomAccessFile peer = line.openPeer()) {
                write(peer, "temperature 21\nhumi");
                assertThat(rig.nextEvent()).isEqualTo("open:line-1");
                assertThat(rig.nextEvent()).isEqualTo("temperature 21");
                assertThat(read(peer, 15)).isEqualTo("temperature 21\n");
                write(peer, "dity 40\n");
                assertThat(rig.nextEvent()).isEqualTo("humidity 40");
                assertThat(session.send("set 3")).isEqualTo(SendResult.ACCEPTED);
                assertThat(read(peer, 18)).isEqualTo("humidity 40\nset 3\n");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "io_uring"})
    void aSlowLineTakesOutputBitByBit(String engine) throws Exception {
        byte[] payload = new byte[300_000];
        new Random(1).nextBytes(payload);
        try (PtyPair line = PtyPair.connect(directory);
                DeviceRig rig = new DeviceRig(engine)) {
            Connection device = rig.open(rig.line(line.device()).framer(Framers.raw()));
            Session session = device.session().orElseThrow();
            try (RandomAccessFile peer = line.openPeer()) {
                assertThat(session.send(payload)).isEqualTo(SendResult.ACCEPTED);
                DeviceRig.awaitUntil(() -> device.stats().bytesOut() > 0);
                rig.awaitTurns();
                assertThat(session.unsentBytes()).as("nobody reads yet").isPositive();
                byte[] got = new byte[payload.length];
                peer.readFully(got);
                assertThat(got).isEqualTo(payload);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "io_uring"})
    void aLineThatHangsUpIsOpenedAgainWhenItIsBack(String engine) throws Exception {
        try (DeviceRig rig = new DeviceRig(engine)) {
            Connection device;
            try (PtyPair line = PtyPair.connect(directory)) {
                device = rig.open(rig.line(line.device()));
                assertThat(rig.nextEvent()).isEqualTo("open:line-1");
            }
            assertThat(rig.nextEvent()).isEqualTo("close:PEER_CLOSED");
            DeviceRig.awaitUntil(() -> device.failure().isPresent());
            assertThat(device.state()).isIn(ConnectionState.WAITING, ConnectionState.CONNECTING);
            assertThat(device.failure().orElseThrow()).hasMessageContaining("ENOENT");
            try (PtyPair line = PtyPair.connect(directory);
                    RandomAccessFile peer = line.openPeer()) {
                DeviceRig.awaitUntil(() -> rig.events.contains("open:line-2"));
                write(peer, "back\n");
                assertThat(read(peer, 5)).isEqualTo("back\n");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "io_uring"})
    void nothingIsReadWhilePaused(String engine) throws Exception {
        try (PtyPair line = PtyPair.connect(directory);
                DeviceRig rig = new DeviceRig(engine)) {
            Connection device = rig.open(rig.line(line.device()));
            assertThat(rig.nextEvent()).isEqualTo("open:line-1");
            Session session = device.session().orElseThrow();
            session.pauseReading();
            rig.awaitTurns();
            try (RandomAccessFile peer = line.openPeer()) {
                write(peer, "one\n");
                // The other way is open, and what comes back was written before this.
                session.send("two");
                assertThat(read(peer, 4)).isEqualTo("two\n");
                rig.awaitTurns();
                assertThat(rig.events).isEmpty();
                session.resumeReading();
                assertThat(rig.nextEvent()).isEqualTo("one");
            }
        }
    }
}
