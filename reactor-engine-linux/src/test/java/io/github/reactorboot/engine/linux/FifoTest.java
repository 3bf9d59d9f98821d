package io.github.reactorboot.engine.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.runtime.CloseReason;
import io.github.reactorboot.runtime.Connection;
import io.github.reactorboot.runtime.ConnectionConfig;
import io.github.reactorboot.runtime.ConnectionState;
import io.github.reactorboot.runtime.SendResult;
import io.github.reactorboot.runtime.Session;
import io.github.reactorboot.runtime.SessionSettings;
import io.github.reactorboot.runtime.SessionTimeouts;
import io.github.reactorboot.runtime.engine.Resource.Access;
import io.github.reactorboot.runtime.engine.UnsupportedResourceException;
import io.github.reactorboot.runtime.framing.Framers;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** FIFOs as sessions, and files that cannot be. */
@Tag("N5")
@Tag("O1")
@Timeout(120)
class FifoTest {

    private static final int OPENINGS = 1_000;
    private static final int NOISE = 20;

    @TempDir Path directory;
    private Path fifo;

    @BeforeEach
    void makeFifo() throws Exception {
        fifo = DeviceRig.makeFifo(directory.resolve("fifo"));
    }

    private static void write(OutputStream to, String text) throws IOException {
        to.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private void writeOnce(String text) throws IOException {
        try (OutputStream writer = new FileOutputStream(fifo.toFile())) {
            write(writer, text);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "io_uring"})
    void theLastWriterEndsTheSessionAndTheNextBeginsAnother(String engine) throws Exception {
        try (DeviceRig rig = new DeviceRig(engine)) {
            Connection device = rig.open(rig.line(fifo));
            writeOnce("one\ntwo\nrest");
            assertThat(rig.nextEvent()).isEqualTo("open:line-1");
            assertThat(rig.nextEvent()).isEqualTo("one");
            assertThat(rig.nextEvent()).isEqualTo("two");
            assertThat(rig.nextEvent()).isEqualTo("close:PEER_CLOSED");
            assertThat(rig.nextEvent()).isEqualTo("open:line-2");
            writeOnce("three\n");
            assertThat(rig.nextEvent()).isEqualTo("three");
            assertThat(rig.nextEvent()).isEqualTo("close:PEER_CLOSED");
            assertThat(device.stats().closed()).containsEntry(CloseReason.PEER_CLOSED, 2L);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "io_uring"})
    void beforeTheFirstWriterThereIsNoEnd(String engine) throws Exception {
        SessionTimeouts impatient =
                new SessionTimeouts(
                        Duration.ofMillis(5), Duration.ZERO, Duration.ZERO, Duration.ofSeconds(5));
        try (DeviceRig rig = new DeviceRig(engine)) {
            Connection device =
                    rig.open(
                            rig.line(fifo)
                                    .session(SessionSettings.DEFAULT.withTimeouts(impatient)));
            assertThat(rig.nextEvent()).isEqualTo("open:line-1");
            // The session looks for input before it is taken for idle.
            assertThat(rig.nextEvent()).isEqualTo("idle");
            assertThat(rig.nextEvent()).isEqualTo("idle");
            assertThat(device.state()).isEqualTo(ConnectionState.OPEN);
            try (OutputStream writer = new FileOutputStream(fifo.toFile())) {
                write(writer, "one\n");
                DeviceRig.awaitUntil(() -> rig.events.contains("one"));
                assertThat(device.session().orElseThrow().name()).isEqualTo("line-1");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "io_uring"})
    void isOnlyReadUnlessConfiguredOtherwise(String engine) throws Exception {
        try (DeviceRig rig = new DeviceRig(engine)) {
            Connection device = rig.open(rig.line(fifo));
            Session session = device.session().orElseThrow();
            assertThat(session.remoteAddress()).isNull();
            assertThat(session.localAddress()).isNull();
            assertThat(session.send("x")).isEqualTo(SendResult.CLOSED);
            writeOnce("one\n");
            DeviceRig.awaitUntil(() -> rig.events.contains("close:PEER_CLOSED"));
            assertThat(device.stats().sendsRefused()).as("x and the echo").isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "io_uring"})
    void outputWaitsForTheReader(String engine) throws Exception {
        byte[] payload = new byte[500_000];
        new Random(1).nextBytes(payload);
        try (DeviceRig rig = new DeviceRig(engine);
                RandomAccessFile reader = new RandomAccessFile(fifo.toFile(), "rw")) {
            Connection device = rig.open(raw(rig));
            Session session = device.session().orElseThrow();
            assertThat(session.send(payload)).isEqualTo(SendResult.ACCEPTED);
            // A FIFO holds 64 KiB (pipe(7)).
            DeviceRig.awaitUntil(() -> device.stats().bytesOut() >= 65_536);
            rig.awaitTurns();
            assertThat(device.stats().bytesOut()).isEqualTo(65_536);
            assertThat(session.isWritable()).isFalse();
            byte[] got = new byte[payload.length];
            reader.readFully(got);
            assertThat(got).isEqualTo(payload);
            DeviceRig.awaitUntil(session::isWritable);
            assertThat(session.unsentBytes()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "io_uring"})
    void filesAreCopiedToADevice(String engine) throws Exception {
        byte[] payload = new byte[500_000];
        new Random(2).nextBytes(payload);
        Path file = Files.write(directory.resolve("file"), payload);
        try (DeviceRig rig = new DeviceRig(engine);
                RandomAccessFile reader = new RandomAccessFile(fifo.toFile(), "rw")) {
            Session session = rig.open(raw(rig)).session().orElseThrow();
            assertThat(session.isInbound()).isFalse();
            assertThat(session.sendFile(file)).isEqualTo(SendResult.ACCEPTED);
            byte[] got = new byte[payload.length];
            reader.readFully(got);
            assertThat(got).isEqualTo(payload);
            DeviceRig.awaitUntil(() -> session.unsentBytes() == 0);
        }
    }

    private ConnectionConfig.Builder raw(DeviceRig rig) {
        return rig.line(fifo).framer(Framers.raw()).device(fifo, Access.WRITE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "io_uring"})
    void aReaderThatGoesEndsTheSessionAtOnce(String engine) throws Exception {
        try (DeviceRig rig = new DeviceRig(engine)) {
            Connection device = rig.open(raw(rig));
            assertThat(device.state())
                    .as("nobody reads")
                    .isIn(ConnectionState.WAITING, ConnectionState.CONNECTING);
            assertThat(device.failure().orElseThrow())
                    .hasMessageContainingAll(fifo.toString(), "ENXIO");
            try (RandomAccessFile reader = new RandomAccessFile(fifo.toFile(), "rw")) {
                assertThat(rig.nextEvent()).isEqualTo("open:line-1");
                assertThat(device.session().orElseThrow().send("one"))
                        .isEqualTo(SendResult.ACCEPTED);
                byte[] got = new byte[3];
                reader.readFully(got);
                assertThat(got).asString(StandardCharsets.UTF_8).isEqualTo("one");
            }
            assertThat(rig.nextEvent()).isEqualTo("close:PEER_RESET");
            RandomAccessFile another = new RandomAccessFile(fifo.toFile(), "rw");
            assertThat(rig.nextEvent()).isEqualTo("open:line-2");
            assertThat(device.session().orElseThrow().send("two")).isEqualTo(SendResult.ACCEPTED);
            DeviceRig.result(device.stop());
            byte[] got = new byte[3];
            another.readFully(got);
            assertThat(got).asString(StandardCharsets.UTF_8).as("flushed").isEqualTo("two");
            another.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "io_uring"})
    void aReaderThatGoesBeforeItHasReadEndsTheSession(String engine) throws Exception {
        try (DeviceRig rig = new DeviceRig(engine)) {
            RandomAccessFile reader = new RandomAccessFile(fifo.toFile(), "rw");
            Connection device = rig.open(raw(rig));
            assertThat(rig.nextEvent()).isEqualTo("open:line-1");
            device.session().orElseThrow().send(new byte[200_000]);
            DeviceRig.awaitUntil(() -> device.stats().bytesOut() >= 65_536);
            reader.close();
            assertThat(rig.nextEvent()).isEqualTo("close:PEER_RESET");
            DeviceRig.awaitUntil(() -> device.state() == ConnectionState.WAITING);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "io_uring"})
    void nothingIsReadWhilePaused(String engine) throws Exception {
        try (DeviceRig rig = new DeviceRig(engine)) {
            Connection device = rig.open(rig.line(fifo));
            assertThat(rig.nextEvent()).isEqualTo("open:line-1");
            device.session().orElseThrow().pauseReading();
            rig.awaitTurns();
            // The end comes while nothing is waited for, too.
            writeOnce("one\ntwo\n");
            rig.awaitTurns();
            assertThat(rig.events).isEmpty();
            assertThat(device.stats().bytesIn()).isZero();
            device.session().orElseThrow().resumeReading();
            assertThat(rig.nextEvent()).isEqualTo("one");
            assertThat(rig.nextEvent()).isEqualTo("two");
            assertThat(rig.nextEvent()).isEqualTo("close:PEER_CLOSED");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "io_uring"})
    void whatCannotBeWaitedForIsRefused(String engine) throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        Path socket = directory.resolve("socket");
        try (DeviceRig rig = new DeviceRig(engine);
                ServerSocketChannel server =
                        ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            assertRefused(rig, file, "is a regular file");
            assertRefused(rig, directory, "is a directory");
            assertRefused(rig, socket, "is a Unix socket");
            assertRefused(
                    rig,
                    Path.of("/dev/null"),
                    "cannot be waited for: the system calls it ready at any time");
            assertThat(rig.reactor.connections()).isEmpty();
        }
    }

    private static void assertRefused(DeviceRig rig, Path path, String why) {
        assertThat(rig.reactor.connect(rig.line(path).build()).toCompletableFuture())
                .failsWithin(Duration.ofSeconds(20))
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(UnsupportedResourceException.class)
                .withMessageContainingAll(path.toString(), why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "io_uring"})
    void aFileThatComesLaterIsOpenedThen(String engine) throws Exception {
        Path later = directory.resolve("later");
        try (DeviceRig rig = new DeviceRig(engine)) {
            Connection device = rig.open(rig.line(later));
            assertThat(device.state()).isIn(ConnectionState.WAITING, ConnectionState.CONNECTING);
            assertThat(device.failure().orElseThrow())
                    .hasMessageContainingAll(later.toString(), "ENOENT");
            DeviceRig.makeFifo(later);
            assertThat(rig.nextEvent()).isEqualTo("open:line-1");
            assertThat(device.session().orElseThrow().isOpen()).as("a FIFO is read").isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "io_uring"})
    @Tag("fault-F34")
    void openingLeavesNoDescriptor(String engine) throws Exception {
        try (DeviceRig rig = new DeviceRig(engine)) {
            openAndStop(rig, 10);
            long before = descriptors();
            openAndStop(rig, OPENINGS);
            long now = descriptors();
            assertThat(now).isLessThan(before + NOISE);
            for (int i = 0; i < OPENINGS; i++) {
                rig.reactor.connect(rig.line(Path.of("/dev/null")).build());
            }
            rig.awaitTurns();
            assertThat(descriptors()).as("refused").isLessThan(now + NOISE);
        }
    }

    private void openAndStop(DeviceRig rig, int times) throws Exception {
        for (int i = 0; i < times; i++) {
            Connection device = rig.open(rig.line(fifo));
            assertThat(device.state()).isEqualTo(ConnectionState.OPEN);
            DeviceRig.result(device.stop());
        }
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> entries = Files.list(Path.of("/proc/self/fd"))) {
            return entries.count();
        }
    }
}
