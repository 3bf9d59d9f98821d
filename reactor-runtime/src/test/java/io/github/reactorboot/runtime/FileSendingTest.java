package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.reactorboot.runtime.framing.Framers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that are sent, down to single writes. */
@Tag("N5")
class FileSendingTest {

    @TempDir Path directory;

    private static Embedded raw() {
        return Embedded.with(new RecordingHandler(), config -> config.framer(Framers.raw()));
    }

    /** A long file goes on from turn to turn, without anything that comes in. */
    private static void turnUntilSent(Embedded embedded, Session session) {
        for (int turns = 0; session.unsentBytes() > 0; turns++) {
            assertThat(turns).as("turns").isLessThan(1_000);
            embedded.turn();
        }
        embedded.settle();
    }

    private static void assertSame(byte[] actual, byte[] expected) {
        assertThat(Arrays.mismatch(actual, expected)).as("first difference").isEqualTo(-1);
    }

    @ParameterizedTest
    @CsvSource({
        "100000000, true, false",
        "100000000, false, false",
        "100000000, false, true",
        "1, true, false",
        "7, false, false",
        "1000, true, false",
        "1000, false, true"
    })
    @Tag("G3")
    void filesAndPayloadsLeaveInTheirOrder(int perWrite, boolean byKernel, boolean inFlight)
            throws IOException {
        TestFile file = TestFile.random(directory, 3_000);
        Random random = new Random(perWrite);
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        try (Embedded embedded =
                Embedded.with(new RecordingHandler(), config -> config.framer(Framers.length(2)))) {
            ScriptedPeer peer = embedded.connect().takesPerWrite(perWrite);
            if (byKernel) {
                peer.takesFiles();
            }
            if (inFlight) {
                peer.completesWritesLater();
            }
            Session session = embedded.session();
            for (int i = 0; i < 60; i++) {
                int from = random.nextInt(2_000);
                int length = random.nextInt(4) == 0 ? 0 : random.nextInt(1_000);
                byte[] payload = file.part(from, length);
                if (random.nextBoolean()) {
                    FilePart part = new FilePart(file.path, from, length);
                    assertThat(session.sendFile(part, null)).isEqualTo(SendResult.ACCEPTED);
                } else {
                    assertThat(session.send(payload)).isEqualTo(SendResult.ACCEPTED);
                }
                expected.write(length >> 8);
                expected.write(length);
                expected.write(payload);
                if (random.nextInt(3) == 0) {
                    embedded.settle();
                }
            }
            embedded.settle();
            assertSame(peer.received(), expected.toByteArray());
            assertThat(peer.fileWrites() > 0).isEqualTo(byKernel);
            assertThat(session.unsentBytes()).isZero();
            EndpointStats stats = embedded.listener.stats();
            assertThat(stats.bytesOut()).isEqualTo(expected.size());
            assertThat(stats.framesOut()).isEqualTo(60);
            assertThat(stats.queuedBytes()).isZero();
        }
        TestFile.assertClosed(file.path);
    }

    @Test
    @Tag("G5")
    void theCallbackComesOnceWithTheLastByte() throws IOException {
        TestFile file = TestFile.random(directory, 1_000);
        List<String> told = new ArrayList<>();
        try (Embedded embedded = raw()) {
            ScriptedPeer peer = embedded.connect().takesFiles().takesOnly(999);
            Session session = embedded.session();
            session.sendFile(
                    FilePart.whole(file.path), (s, failure) -> told.add("file:" + failure));
            session.send(ByteBuffer.wrap(new byte[1]), (s, failure) -> told.add("byte:" + failure));
            embedded.settle();
            assertThat(told).isEmpty();
            assertThat(session.unsentBytes()).isEqualTo(2);
            peer.takesMore(1);
            embedded.settle();
            assertThat(told).containsExactly("file:null");
            peer.takesMore(1);
            embedded.settle();
            assertThat(told).containsExactly("file:null", "byte:null");
        }
    }

    @Test
    void anEmptyFileIsAnEmptyPayload() throws IOException {
        TestFile file = TestFile.random(directory, 0);
        List<String> told = new ArrayList<>();
        try (Embedded embedded = Embedded.lines(new RecordingHandler())) {
            ScriptedPeer peer = embedded.connect().takesFiles();
            SendResult result =
                    embedded.session()
                            .sendFile(
                                    FilePart.whole(file.path),
                                    (session, failure) -> told.add("done:" + failure));
            assertThat(result).isEqualTo(SendResult.ACCEPTED);
            embedded.settle();
            assertThat(peer.receivedText()).isEqualTo("\n");
            assertThat(told).containsExactly("done:null");
        }
        TestFile.assertClosed(file.path);
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    @Tag("A8")
    void aLongFileTakesAMebibyteATurn(boolean byKernel) throws IOException {
        TestFile file = TestFile.random(directory, 5 << 20);
        try (Embedded embedded = raw()) {
            ScriptedPeer peer = embedded.connect();
            if (byKernel) {
                peer.takesFiles();
            }
            embedded.session().sendFile(file.path);
            int before = 0;
            while (before < file.bytes.length) {
                embedded.turn();
                int now = peer.received().length;
                assertThat(now - before).isBetween(1, (1 << 20) + (64 << 10));
                before = now;
            }
            assertSame(peer.received(), file.bytes);
        }
    }

    @Test
    @Tag("R6")
    void filesHoldNoMemoryAndTheirNumberIsBounded() throws IOException {
        TestFile file = TestFile.random(directory, 2 << 20);
        RecordingHandler handler = new RecordingHandler();
        try (Embedded embedded = Embedded.with(handler, config -> config.framer(Framers.raw()))) {
            ScriptedPeer peer = embedded.connect().takesFiles().takesOnly(0);
            Session session = embedded.session();
            for (int i = 0; i < OutboundFiles.FILES_MAX; i++) {
                assertThat(session.sendFile(file.path)).isEqualTo(SendResult.ACCEPTED);
            }
            assertThat(session.sendFile(file.path)).isEqualTo(SendResult.FULL);
            assertThat(session.isWritable()).isFalse();
            peer.sends("not heard while files wait");
            embedded.settle();
            assertThat(embedded.buffersInUse()).isLessThan(1_000);
            assertThat(session.unsentBytes()).isEqualTo(16L * file.bytes.length);
            assertThat(embedded.listener.stats().sendsRefused()).isEqualTo(1);
            assertThat(handler.takeEvents()).containsExactly("open");
            peer.takesMore(16L * file.bytes.length);
            turnUntilSent(embedded, session);
            assertThat(peer.received().length).isEqualTo(16 * file.bytes.length);
            assertThat(handler.takeEvents())
                    .containsExactly("writable", "message:not heard while files wait");
            assertThat(session.sendFile(file.path)).isEqualTo(SendResult.ACCEPTED);
        }
        TestFile.assertClosed(file.path);
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void aFileThatBecomesShorterEndsTheSession(boolean byKernel) throws IOException {
        TestFile file = TestFile.random(directory, 200_000);
        RecordingHandler handler = new RecordingHandler();
        List<String> told = new ArrayList<>();
        try (Embedded embedded = Embedded.with(handler, config -> config.framer(Framers.raw()))) {
            ScriptedPeer peer = embedded.connect().takesOnly(100_000);
            if (byKernel) {
                peer.takesFiles();
            }
            Session session = embedded.session();
            session.sendFile(
                    FilePart.whole(file.path),
                    (s, failure) -> told.add(failure.getClass().getSimpleName()));
            embedded.settle();
            TestFile.truncate(file.path, 110_000);
            peer.takesMore(1_000_000);
            embedded.settle();
            assertThat(handler.takeEvents()).containsExactly("open", "close:IO_ERROR");
            assertThat(session.closeCause())
                    .hasMessageContaining(file.path + " has become shorter while it was sent");
            assertThat(peer.wasReset()).as("FIN would look like a whole file").isTrue();
            assertThat(told).containsExactly("ClosedSessionException");
        }
        TestFile.assertClosed(file.path);
    }

    @Test
    void whatCannotBeSentIsRefusedAndLeavesNothing() throws IOException {
        TestFile file = TestFile.random(directory, 300);
        try (Embedded embedded =
                Embedded.with(new RecordingHandler(), config -> config.framer(Framers.length(1)))) {
            ScriptedPeer peer = embedded.connect().takesFiles();
            Session session = embedded.session();
            // More often than there are places for files: none is lost.
            for (int i = 0; i < 20; i++) {
                assertThatIOException()
                        .isThrownBy(() -> session.sendFile(directory.resolve("none")));
                assertThatIOException()
                        .isThrownBy(() -> session.sendFile(directory))
                        .withMessageContaining("is a directory; only a regular file can be sent");
                assertThatIOException()
                        .isThrownBy(() -> session.sendFile(new FilePart(file.path, 200, 101), null))
                        .withMessageContaining("has 300 bytes; the part of 101 bytes from 200 on");
                assertThatIOException()
                        .isThrownBy(() -> session.sendFile(new FilePart(file.path, 301, -1), null));
                assertThatIllegalArgumentException().isThrownBy(() -> session.sendFile(file.path));
            }
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new FilePart(file.path, -1, 1))
                    .withMessageContaining("position");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new FilePart(file.path, 0, -2))
                    .withMessageContaining("count");
            embedded.settle();
            assertThat(peer.received()).isEmpty();
            assertThat(session.isOpen()).isTrue();
            session.close();
            assertThat(session.sendFile(file.path)).isEqualTo(SendResult.CLOSED);
        }
        TestFile.assertClosed(file.path);
    }

    @Test
    void whatCannotBeAnnouncedIsRefused() throws IOException {
        Path hole = TestFile.hole(directory, 3L << 30);
        try (Embedded embedded =
                Embedded.with(new RecordingHandler(), config -> config.framer(Framers.length(8)))) {
            embedded.connect();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> embedded.session().sendFile(hole))
                    .withMessageContaining("3221225472 bytes cannot be announced");
        }
    }

    @Test
    @Tag("E5")
    void closeSendsTheFileFirst() throws IOException {
        TestFile file = TestFile.random(directory, 3 << 20);
        try (Embedded embedded = raw()) {
            ScriptedPeer peer = embedded.connect().takesFiles();
            embedded.session().sendFile(file.path);
            embedded.session().close();
            turnUntilSent(embedded, embedded.session());
            assertSame(peer.received(), file.bytes);
            assertThat(peer.gotFin()).isTrue();
        }
    }

    @Test
    @Tag("G5")
    void theEndOfTheSessionClosesFilesAndFailsCallbacksOnce() throws IOException {
        TestFile file = TestFile.random(directory, 1_000);
        List<String> told = new ArrayList<>();
        FlushCallback callback = (s, failure) -> told.add(failure.getMessage());
        try (Embedded embedded = raw()) {
            ScriptedPeer peer = embedded.connect().takesFiles().takesOnly(10);
            Session session = embedded.session();
            session.sendFile(FilePart.whole(file.path), callback);
            session.sendFile(FilePart.whole(file.path), callback);
            Thread other =
                    new Thread(() -> {
                        try {
                            session.sendFile(FilePart.whole(file.path), callback);
                        } catch (IOException e) {
                            told.add("failed: " + e);
                        }
                    });
            other.start();
            Await.end(other);
            session.abort();
            embedded.settle();
            assertThat(peer.isClosed()).isTrue();
            assertThat(session.unsentBytes()).isEqualTo(3_000);
            assertThat(told).hasSize(3).containsOnly("session main-1 is closed: local_abort");
            TestFile.assertClosed(file.path);
        }
    }

    @Test
    void whatIsOnItsWayWhenTheLoopEndsIsClosed() throws IOException {
        TestFile file = TestFile.random(directory, 1_000);
        List<String> told = new ArrayList<>();
        try (Embedded embedded = raw()) {
            embedded.connect();
            Session session = embedded.session();
            Thread other =
                    new Thread(() -> {
                        try {
                            session.sendFile(
                                    FilePart.whole(file.path),
                                    (s, failure) -> told.add(failure.getMessage()));
                        } catch (IOException e) {
                            told.add("failed: " + e);
                        }
                    });
            other.start();
            Await.end(other);
            embedded.reactor.close();
            assertThat(told).containsExactly("session main-1 is closed: shutdown");
            assertThat(session.sendFile(file.path)).isEqualTo(SendResult.CLOSED);
            TestFile.assertClosed(file.path);
        }
    }

    @Test
    void aPeerThatTakesNothingRunsIntoTheWriteTimeout() throws IOException {
        TestFile file = TestFile.random(directory, 1_000);
        RecordingHandler handler = new RecordingHandler();
        try (Embedded embedded = Embedded.with(handler, config -> config.framer(Framers.raw()))) {
            embedded.connect().takesFiles().takesOnly(10);
            embedded.session().sendFile(file.path);
            embedded.settle();
            embedded.advance(Duration.ofSeconds(29));
            assertThat(handler.takeEvents()).containsExactly("open");
            embedded.advance(Duration.ofSeconds(1));
            assertThat(handler.takeEvents()).containsExactly("close:WRITE_TIMEOUT");
        }
        TestFile.assertClosed(file.path);
    }

    /** The close comes first, as it does not wait in the queue of commands. */
    @Test
    @Tag("G8")
    void anEmptyFileOfAnotherThreadIsAFrameThatCloseWaitsFor() throws Exception {
        TestFile empty = TestFile.random(directory, 0);
        try (Embedded embedded =
                Embedded.with(new RecordingHandler(), config -> config.framer(Framers.length(4)))) {
            ScriptedPeer peer = embedded.connect();
            Session session = embedded.session();
            CompletableFuture<SendResult> sent = new CompletableFuture<>();
            CompletableFuture<String> told = new CompletableFuture<>();
            for (int i = 0; i < 1_000; i++) {
                // More than one turn runs.
                embedded.loop().execute(() -> {});
            }
            Thread other =
                    new Thread(() -> {
                        try {
                            sent.complete(
                                    session.sendFile(
                                            FilePart.whole(empty.path),
                                            (s, failure) -> told.complete("failure: " + failure)));
                        } catch (IOException e) {
                            sent.completeExceptionally(e);
                        }
                        session.close();
                    });
            other.start();
            Await.end(other);
            embedded.settle();
            assertThat(sent).isCompletedWithValue(SendResult.ACCEPTED);
            assertThat(peer.received()).containsExactly(0, 0, 0, 0);
            assertThat(told).isCompletedWithValue("failure: null");
            assertThat(peer.gotFin()).isTrue();
        }
        TestFile.assertClosed(empty.path);
    }
}
