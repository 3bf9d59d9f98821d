package io.github.reactorboot.test.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorboot.runtime.CloseReason;
import io.github.reactorboot.runtime.Listener;
import io.github.reactorboot.runtime.ListenerConfig;
import io.github.reactorboot.runtime.Session;
import io.github.reactorboot.runtime.SessionHandler;
import io.github.reactorboot.runtime.framing.Framers;
import io.github.reactorboot.test.stepped.SteppedReactor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a badly treated connection is to the runtime. */
@Tag("R7")
@Timeout(60)
class ScriptedConnectionTest {

    private final SteppedReactor stepped = SteppedReactor.create();
    private final Echo echo = new Echo();
    private final Listener listener =
            stepped.listen(
                    ListenerConfig.builder("main")
                            .address("127.0.0.1", 0)
                            .framer(Framers.line())
                            .handler(echo)
                            .build());

    /** Sends back each line, and remembers what happened. */
    private static final class Echo implements SessionHandler {
        private final List<String> happened = new ArrayList<>();
        private ByteBuffer kept;

        @Override
        public void onMessage(Session session, ByteBuffer frame) {
            kept = frame.duplicate();
            happened.add(StandardCharsets.UTF_8.decode(frame.duplicate()).toString());
            session.send(frame);
        }

        @Override
        public void onClose(Session session, CloseReason reason) {
            happened.add(reason + ", unread " + session.unreadBytes());
        }
    }

    @AfterEach
    void nothingIsLeft() {
        stepped.close();
        assertThat(stepped.reactor().loops().get(0).stats().outboundBytes()).isZero();
    }

    private TestPeer connect(ConnectionScript script) {
        return stepped.connect(listener, script);
    }

    @Test
    @Tag("F8")
    void oneByteReads() {
        TestPeer peer = connect(ConnectionScript.create().readsAtMost(1));
        peer.send("one\ntwo\n");
        for (int i = 0; i < 3; i++) {
            stepped.runOnce();
            assertThat(echo.happened).isEmpty();
        }
        stepped.runOnce();
        assertThat(echo.happened).containsExactly("one");
        assertThat(peer.receiveText(8)).isEqualTo("one\ntwo\n");
    }

    @Test
    @Tag("G11")
    void partialWrites() {
        TestPeer peer = connect(ConnectionScript.create().writesAtMost(3));
        peer.send("0123456789\n");
        List<Integer> there = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            stepped.runOnce();
            there.add(peer.available());
        }
        assertThat(there).containsExactly(3, 6, 9, 11);
        assertThat(peer.receiveLine()).isEqualTo("0123456789");
    }

    @Test
    @Tag("F15")
    void readinessToReadForNothingIsTolerated() {
        TestPeer peer = connect(ConnectionScript.create());
        peer.script().readsForNothing(3);
        assertThat(stepped.runUntilIdle()).as("events for nothing").isEqualTo(3);
        assertThat(echo.happened).isEmpty();
        peer.send("0123456789\n");
        assertThat(peer.receiveLine()).isEqualTo("0123456789");
    }

    @Test
    @Tag("F15")
    void readinessToWriteForNothingIsTolerated() {
        stepped.network().pipeBytes(16);
        TestPeer peer = connect(ConnectionScript.create());
        peer.send("0123456789abc\n");
        stepped.runUntilIdle();
        peer.send("0123456789abc\n");
        stepped.runUntilIdle();
        assertThat(peer.available()).as("a full pipe").isEqualTo(16);
        peer.script().writesForNothing(50);
        assertThat(stepped.runUntilIdle()).as("events for nothing").isGreaterThanOrEqualTo(50);
        assertThat(peer.available()).isEqualTo(16);
        assertThat(peer.receiveText(28)).isEqualTo("0123456789abc\n0123456789abc\n");
    }

    @Test
    void writesThatCompleteLater() {
        TestPeer peer = connect(ConnectionScript.create().completesWritesLater().writesAtMost(4));
        peer.send("0123456789\n");
        assertThat(peer.receiveLine()).isEqualTo("0123456789");
        peer.send("abc\n");
        stepped.runOnce();
        // The session ends in the midst of the write, and its buffers come back.
        stepped.reactor().sessions().iterator().next().abort();
        stepped.runUntilIdle();
        assertThat(stepped.reactor().sessions()).isEmpty();
    }

    @Test
    @Tag("F12")
    void theEndInTheMidstOfAFrame() {
        TestPeer peer = connect(ConnectionScript.create());
        peer.send("whole\nhal");
        peer.shutdownOutput();
        assertThat(new String(peer.receiveToEnd(), StandardCharsets.UTF_8)).isEqualTo("whole\n");
        stepped.runUntilIdle();
        assertThat(echo.happened).containsExactly("whole", "PEER_CLOSED, unread 3");
    }

    @Test
    @Tag("E3")
    void aResetComesBehindWhatWasSent() {
        TestPeer peer = connect(ConnectionScript.create());
        peer.send("last\n");
        stepped.runUntilIdle();
        peer.reset();
        stepped.runUntilIdle();
        assertThat(echo.happened).containsExactly("last", "PEER_RESET, unread 0");
    }

    @Test
    @Tag("G12")
    void failuresOfReadsAndWritesCloseTheSessionOnce() {
        connect(ConnectionScript.create().failsRead(new IOException("No route to host")));
        assertThat(echo.happened).containsExactly("IO_ERROR, unread 0");
        TestPeer peer =
                connect(ConnectionScript.create().failsWrite(new IOException("No buffer space")));
        peer.send("x\n");
        stepped.runUntilIdle();
        assertThat(echo.happened).containsExactly("IO_ERROR, unread 0", "x", "IO_ERROR, unread 0");
    }

    @Test
    void aScriptMayBeChangedOnTheWay() {
        TestPeer peer = connect(ConnectionScript.create());
        peer.send("x\n");
        assertThat(peer.receiveLine()).isEqualTo("x");
        peer.script().failsRead(new IOException("gone"));
        stepped.runUntilIdle();
        assertThat(echo.happened).endsWith("IO_ERROR, unread 0");
        assertThatThrownBy(() -> peer.script().readsAtMost(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bytes must be at least 1, was 0");
    }

    @Test
    @Tag("F11")
    void aFrameThatIsKeptIsRubbishAtOnce() {
        TestPeer peer = connect(ConnectionScript.create());
        peer.send("keep\n");
        assertThat(peer.receiveLine()).isEqualTo("keep");
        assertThat(StandardCharsets.ISO_8859_1.decode(echo.kept).toString())
                .isEqualTo("\u00EE".repeat(4));
    }

    @Test
    @Tag("C4")
    void noDescriptorIsLeftToAcceptAndThenThereIs() {
        stepped.network().failsNextAccepts(1);
        TestPeer peer = connect(ConnectionScript.create());
        TestPeer next = connect(ConnectionScript.create());
        assertThat(listener.stats().acceptFailures()).isOne();
        stepped.advance(Duration.ofSeconds(2));
        assertThat(peer.awaitEnd()).as("shed").isEqualTo(TestPeer.End.FIN);
        TestPeer later = connect(ConnectionScript.create());
        later.send("x\n");
        assertThat(later.receiveLine()).isEqualTo("x");
        next.close();
    }

    @Test
    @Tag("C2")
    void anAddressThatCannotBeBound() {
        stepped.network().failsNextBind(new IOException("Permission denied"));
        ListenerConfig config =
                ListenerConfig.builder("other").address("127.0.0.1", 80).handler(echo).build();
        assertThatThrownBy(() -> stepped.listen(config))
                .isInstanceOf(CompletionException.class)
                .hasRootCauseMessage("Permission denied");
        assertThat(stepped.listen(config).port()).isEqualTo(80);
    }

    @Test
    @Tag("F14")
    void aPeerThatDoesNotReceiveHoldsTheSessionUp() {
        TestPeer peer = connect(ConnectionScript.create());
        byte[] lines = "0123456789abcde\n".repeat(40_000).getBytes(StandardCharsets.UTF_8);
        int sent = 0;
        for (int count = -1; count != 0; sent += count) {
            count = peer.trySend(Arrays.copyOfRange(lines, sent, lines.length));
            stepped.runUntilIdle();
        }
        assertThat(sent).as("taken by pipes and queue").isBetween(128 << 10, 400 << 10);
        assertThat(peer.available()).as("one pipe full").isEqualTo(64 << 10);
        Session session = stepped.reactor().sessions().iterator().next();
        assertThat(session.isWritable()).isFalse();
        int left = lines.length - sent;
        byte[] echoed = peer.receive(sent - sent % 16);
        peer.send(Arrays.copyOfRange(lines, sent, sent + Math.min(left, 32 << 10)));
        assertThat(echoed).startsWith("0123456789abcde\n".getBytes(StandardCharsets.UTF_8));
        assertThat(session.isWritable()).isTrue();
    }
}
