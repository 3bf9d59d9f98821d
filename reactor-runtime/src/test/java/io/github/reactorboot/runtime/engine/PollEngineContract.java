package io.github.reactorboot.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What holds for each engine: waiting, and listening sockets. */
@Tag("O1")
@Tag("Q2")
@Timeout(60)
public abstract class PollEngineContract {

    /** Of this test; its provider was asked for once. */
    protected EngineRig rig;

    /** The engine to look at; asked for once in each test. */
    protected abstract PollEngineProvider provider();

    @BeforeEach
    void open() throws IOException {
        rig = new EngineRig(provider());
    }

    @AfterEach
    void close() throws IOException {
        rig.close();
    }

    @Test
    void theProviderIsAvailableAndNamed() {
        assertThat(rig.provider.name()).isNotBlank();
        assertThat(rig.provider.unavailableReason()).isNull();
    }

    @Test
    void awaitReturnsWhenItsTimeIsOver() throws IOException {
        long began = System.nanoTime();
        long timeout = TimeUnit.MILLISECONDS.toNanos(30);
        while (System.nanoTime() - began < timeout) {
            // It may return early for no reason.
            assertThat(rig.turnFor(timeout)).isZero();
        }
        assertThat(System.nanoTime() - began).isLessThan(TimeUnit.SECONDS.toNanos(10));
    }

    @Test
    @Tag("A6")
    void wakeupBeforeTheWaitEndsIt() throws IOException {
        rig.engine.wakeup();
        assertThat(rig.turnFor(PollEngine.FOREVER)).isZero();
    }

    @Test
    @Tag("A6")
    void theLongestWaitsAreWaits() throws Exception {
        for (long timeout : new long[] {Long.MAX_VALUE - 1, Long.MAX_VALUE - 1_000_000}) {
            Thread other = new Thread(rig.engine::wakeup);
            other.start();
            assertThat(rig.turnFor(timeout)).isZero();
            other.join();
        }
    }

    @Test
    @Tag("A6")
    void wakeupFromAnotherThreadEndsTheWait() throws Exception {
        for (int i = 0; i < 200; i++) {
            Thread other = new Thread(rig.engine::wakeup);
            other.start();
            assertThat(rig.turnFor(PollEngine.FOREVER)).isZero();
            other.join();
        }
    }

    @Test
    @Tag("C1")
    void aListeningSocketKnowsItsPort() {
        assertThat(((InetSocketAddress) rig.listening.localAddress()).getPort()).isPositive();
    }

    @Test
    @Tag("C2")
    void anAddressInUseIsABindException() {
        ListenSettings taken = EngineRig.settings(rig.listening.localAddress(), 10);
        assertThatThrownBy(() -> rig.engine.listen(taken, rig.accepting))
                .isInstanceOf(BindException.class);
    }

    @Test
    @Tag("C1")
    void nothingIsAcceptedBeforeItIsAskedFor() throws IOException {
        rig.connect();
        assertThat(rig.turnsFor(TimeUnit.MILLISECONDS.toNanos(20)).events()).isZero();
        assertThat(rig.accepting.accepted).isEmpty();
        rig.listening.resumeAccepting();
        rig.turnUntil(() -> !rig.accepting.accepted.isEmpty());
    }

    @Test
    @Tag("C3")
    void atMostSoManyAreAcceptedInATurn() throws IOException {
        ListeningSocket three = rig.listen(rig.engine, 3);
        for (int i = 0; i < 8; i++) {
            rig.connect(three);
        }
        three.resumeAccepting();
        int before = 0;
        while (before < 8) {
            rig.turnFor(PollEngine.FOREVER);
            assertThat(rig.accepting.accepted).hasSizeBetween(before, Math.min(8, before + 3));
            before = rig.accepting.accepted.size();
        }
    }

    @Test
    @Tag("C7")
    void pauseLeavesConnectionsWaiting() throws IOException {
        rig.listening.resumeAccepting();
        rig.listening.pauseAccepting();
        rig.listening.pauseAccepting();
        rig.connect();
        rig.turnsFor(TimeUnit.MILLISECONDS.toNanos(20));
        assertThat(rig.accepting.accepted).isEmpty();
        assertThat(rig.listening.acceptWaiting(10)).isEqualTo(1);
        assertThat(rig.accepting.accepted).hasSize(1);
        assertThat(rig.listening.acceptWaiting(10)).isZero();
    }

    @Test
    @Tag("C4")
    void shedClosesWhatWaits() throws IOException {
        Socket[] waiting = {rig.connect(), rig.connect(), rig.connect()};
        assertThat(rig.listening.shed(2)).isEqualTo(2);
        assertThat(rig.listening.shed(10)).isEqualTo(1);
        assertThat(rig.listening.shed(10)).isZero();
        for (Socket client : waiting) {
            assertThat(client.getInputStream().read()).isNegative();
        }
        assertThat(rig.accepting.accepted).isEmpty();
    }

    @Test
    @Tag("C9")
    void aClosedListeningSocketRefusesAtOnce() throws IOException {
        rig.listening.resumeAccepting();
        Socket waiting = rig.connect();
        rig.listening.close();
        assertThatThrownBy(rig::connect).isInstanceOf(ConnectException.class);
        assertThatThrownBy(
                        () -> {
                            if (rig.turnDuring(() -> waiting.getInputStream().read()) < 0) {
                                throw new IOException("FIN");
                            }
                        })
                .isInstanceOf(IOException.class);
        rig.turn();
        assertThat(rig.accepting.accepted).isEmpty();
        rig.listening.close();
        rig.listening.pauseAccepting();
        rig.listening.resumeAccepting();
        assertThat(rig.listening.acceptWaiting(1)).isZero();
    }

    @Test
    @Tag("C9")
    void closingAListeningSocketLosesNoEventOfOthers() throws IOException {
        EngineRig.Peer peer = rig.open();
        ListeningSocket other = rig.listen(rig.engine, 10);
        peer.clientSends("here");
        other.close();
        rig.turnUntil(() -> peer.events.receivedText().equals("here"));
    }

    @Test
    @Tag("A4")
    void anAcceptedSocketMayBeServedByAnotherEngine() throws IOException {
        rig.listening.resumeAccepting();
        Socket client = rig.connect();
        rig.turnUntil(() -> !rig.accepting.accepted.isEmpty());
        ConnectedSocket accepted = rig.accepting.accepted.remove(0);
        assertThat(((InetSocketAddress) accepted.remoteAddress()).getPort())
                .isEqualTo(client.getLocalPort());
        EngineRig.Peer peer = new EngineRig.Peer(rig.provider, client);
        try (PollEngine other = rig.provider.open(new EngineSettings(1024))) {
            peer.transport = other.open(accepted, SocketSettings.DEFAULT, peer.events);
            peer.clientSends("moved");
            EngineRig.turnUntil(other, () -> peer.events.receivedText().equals("moved"));
        }
    }

    @Test
    @Tag("C5")
    void anAcceptedSocketMayBeClosedUnseen() throws IOException {
        rig.listening.resumeAccepting();
        Socket client = rig.connect();
        rig.turnUntil(() -> !rig.accepting.accepted.isEmpty());
        rig.accepting.accepted.remove(0).close();
        assertThat(rig.turnDuring(() -> client.getInputStream().read())).isNegative();
    }

    @Test
    @Tag("K3")
    void closingTheEngineClosesItsSockets() throws IOException {
        EngineRig.Peer peer = rig.open();
        rig.engine.close();
        assertThat(peer.client.getInputStream().read()).isNegative();
        assertThatThrownBy(rig::connect).isInstanceOf(ConnectException.class);
        assertThat(peer.events.names).isSubsetOf("released");
    }
}
