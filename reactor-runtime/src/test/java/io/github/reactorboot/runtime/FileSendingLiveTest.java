package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.runtime.framing.Framers;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files over real sockets. */
@Tag("N5")
@Timeout(60)
class FileSendingLiveTest {

    @TempDir Path directory;

    @Test
    @Tag("G3")
    @Tag("G5")
    void aLongFileReachesASlowReaderBetweenOtherPayloads() throws IOException {
        TestFile file = TestFile.random(directory, 24 << 20);
        CompletableFuture<String> told = new CompletableFuture<>();
        AtomicInteger calls = new AtomicInteger();
        try (Live live = Live.start()) {
            SessionHandler handler =
                    (session, frame) -> {
                        session.send("before");
                        session.sendFile(
                                FilePart.whole(file.path),
                                (s, failure) -> {
                                    calls.incrementAndGet();
                                    told.complete("failure: " + failure);
                                });
                        session.send("behind");
                    };
            Listener listener =
                    live.listen(
                            Live.frames("main", handler)
                                    .session(SessionSettings.DEFAULT.withMaxFrameBytes(32 << 20)));
            TestClient client = live.closeLater(TestClient.connectSlow(listener));
            client.sendFrame(new byte[1]);
            assertThat(client.readFrame()).asString().isEqualTo("before");
            // Another session is served while the peer of this one does not read.
            TestClient other = live.connect(listener);
            other.sendFrame(new byte[1]);
            assertThat(other.readFrame()).asString().isEqualTo("before");
            assertThat(live.loop().stats().outboundBytes()).isLessThan(1 << 20);
            assertThat(told).isNotDone();
            assertThat(Arrays.mismatch(client.readFrame(), file.bytes)).isEqualTo(-1);
            assertThat(client.readFrame()).asString().isEqualTo("behind");
            assertThat(Await.result(told)).isEqualTo("failure: null");
            assertThat(Arrays.mismatch(other.readFrame(), file.bytes)).isEqualTo(-1);
            live.awaitTurns();
        }
        assertThat(calls).hasValue(2);
        TestFile.assertClosed(file.path);
    }

    @Test
    @Tag("G8")
    void anyThreadSendsFilesAndCloseSendsThemFirst() throws IOException {
        TestFile file = TestFile.random(directory, 3 << 20);
        RecordingHandler handler = new RecordingHandler();
        try (Live live = Live.start()) {
            Listener listener = live.listen(Live.lines("main", handler).framer(Framers.raw()));
            TestClient client = live.connect(listener);
            Session session = Await.next(handler.opened);
            Random random = new Random(8);
            byte[] expected = new byte[16 * 100_000];
            for (int i = 0; i < 16; i++) {
                int from = random.nextInt(2 << 20);
                SendResult result = session.sendFile(new FilePart(file.path, from, 100_000), null);
                assertThat(result).isEqualTo(SendResult.ACCEPTED);
                System.arraycopy(file.bytes, from, expected, i * 100_000, 100_000);
            }
            session.close();
            assertThat(Arrays.mismatch(client.readToEnd(), expected)).isEqualTo(-1);
        }
        TestFile.assertClosed(file.path);
    }

    @Test
    void aUnixSocketTakesFilesToo() throws IOException {
        TestFile file = TestFile.random(directory, 5 << 20);
        Path path = directory.resolve("s.sock");
        try (Live live = Live.start()) {
            SessionHandler handler =
                    (session, frame) -> {
                        session.sendFile(file.path);
                        session.close();
                    };
            live.listen(Live.lines("main", handler).framer(Framers.raw()).path(path));
            try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
                client.write(ByteBuffer.wrap(new byte[1]));
                byte[] read = Channels.newInputStream(client).readAllBytes();
                assertThat(Arrays.mismatch(read, file.bytes)).isEqualTo(-1);
            }
        }
        TestFile.assertClosed(file.path);
    }

    @Test
    void aFileOfThreeGibibytesNeedsNoMemory() throws IOException {
        Path hole = TestFile.hole(directory, 3L << 30);
        RecordingHandler handler = new RecordingHandler();
        CountDownLatch failed = new CountDownLatch(1);
        try (Live live = Live.start()) {
            Listener listener = live.listen(Live.lines("main", handler).framer(Framers.raw()));
            TestClient client = live.connect(listener);
            Session session = Await.next(handler.opened);
            session.sendFile(FilePart.whole(hole), (s, failure) -> failed.countDown());
            client.read(64 << 20);
            assertThat(session.unsentBytes()).isBetween(2L << 30, 3L << 30);
            assertThat(live.loop().stats().outboundBytes()).isLessThan(1 << 20);
            session.abort();
            Await.latch(failed);
            Await.next(handler.closed);
        }
        TestFile.assertClosed(hole);
    }

    @Test
    @Tag("G12")
    void aPeerThatIsGoneEndsTheSessionAndClosesTheFile() throws IOException {
        Path hole = TestFile.hole(directory, 1L << 30);
        RecordingHandler handler = new RecordingHandler();
        CompletableFuture<Throwable> told = new CompletableFuture<>();
        try (Live live = Live.start()) {
            Listener listener = live.listen(Live.lines("main", handler).framer(Framers.raw()));
            TestClient client = live.connect(listener);
            Session session = Await.next(handler.opened);
            session.sendFile(FilePart.whole(hole), (s, failure) -> told.complete(failure));
            client.read(1 << 20);
            client.reset();
            assertThat(Await.result(told)).isInstanceOf(ClosedSessionException.class);
            assertThat(handler.eventsUntilClose()).containsExactly("open", "close:PEER_RESET");
        }
        TestFile.assertClosed(hole);
    }

    @Test
    void aFileThatBecomesShorterResetsTheConnection() throws IOException {
        TestFile file = TestFile.random(directory, 32 << 20);
        RecordingHandler handler = new RecordingHandler();
        try (Live live = Live.start()) {
            Listener listener = live.listen(Live.lines("main", handler).framer(Framers.raw()));
            TestClient client = live.closeLater(TestClient.connectSlow(listener));
            Session session = Await.next(handler.opened);
            session.sendFile(file.path);
            client.read(1_000);
            TestFile.truncate(file.path, 1_000);
            boolean refused = false;
            for (int read = 1_000; !refused && read < file.bytes.length; read += 1_000) {
                refused = isCut(client);
            }
            assertThat(refused).isTrue();
            Await.next(handler.closed);
            assertThat(session.closeReason()).isEqualTo(CloseReason.IO_ERROR);
            assertThat(session.closeCause()).hasMessageContaining("has become shorter");
        }
        TestFile.assertClosed(file.path);
    }

    private static boolean isCut(TestClient client) {
        try {
            client.read(1_000);
            return false;
        } catch (IOException cut) {
            return true;
        }
    }
}
