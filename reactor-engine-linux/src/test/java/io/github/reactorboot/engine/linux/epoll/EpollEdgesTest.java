package io.github.reactorboot.engine.linux.epoll;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.runtime.engine.EngineRig;
import io.github.reactorboot.runtime.engine.EngineRig.Peer;
import io.github.reactorboot.runtime.engine.PollEngine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An edge comes once: nothing that it has announced may be forgotten. */
@Tag("O2")
@Timeout(60)
class EpollEdgesTest {

    private EngineRig rig;

    @BeforeEach
    void open() throws IOException {
        rig = new EngineRig(new EpollPollEngineProvider());
    }

    @AfterEach
    void close() throws IOException {
        rig.close();
    }

    /** recv(2) stops before a byte of urgent data, though more has arrived. */
    @Test
    void whatIsBehindUrgentDataIsReadToo() throws IOException {
        Peer peer = rig.open();
        rig.turnsFor(TimeUnit.MILLISECONDS.toNanos(5));
        peer.clientSends("before");
        peer.client.sendUrgentData('!');
        peer.clientSends("behind");
        rig.turnUntil(() -> peer.events.receivedText().equals("beforebehind"));
    }

    @Test
    @Tag("F14")
    void aFinThatCameDuringAPauseIsFoundAfterwards() throws IOException {
        Peer peer = rig.open();
        peer.transport.pauseReading();
        peer.clientSends("tail");
        peer.client.shutdownOutput();
        rig.turnsFor(TimeUnit.MILLISECONDS.toNanos(20));
        assertThat(peer.events.names).isEmpty();
        peer.transport.resumeReading();
        rig.turnUntil(() -> peer.events.names.contains("input-closed"));
        assertThat(peer.events.receivedText()).isEqualTo("tail");
    }

    @Test
    @Tag("F14")
    void aPauseInTheMidstOfInputLosesNothing() throws IOException {
        Peer peer = rig.open();
        peer.events.onReceived = peer.transport::pauseReading;
        String sent = "0123456789".repeat(EngineRig.READ_BUFFER / 4);
        peer.client.getOutputStream().write(sent.getBytes(StandardCharsets.US_ASCII));
        while (peer.events.received.size() < sent.length()) {
            int reads = peer.events.reads;
            rig.turnUntil(() -> peer.events.reads > reads);
            rig.turn();
            assertThat(peer.events.reads).isEqualTo(reads + 1);
            peer.transport.resumeReading();
        }
        assertThat(peer.events.receivedText()).isEqualTo(sent);
    }

    @Test
    void nobodyWaitsWhileSomethingIsLeft() throws IOException {
        Peer peer = rig.open();
        byte[] sent = new byte[2 * EngineRig.READ_BUFFER];
        peer.events.onReceived = peer.transport::pauseReading;
        peer.client.getOutputStream().write(sent);
        rig.turnUntil(() -> peer.events.reads == 1);
        // No edge will come: all bytes are there.
        rig.turnsFor(TimeUnit.MILLISECONDS.toNanos(20));
        peer.transport.resumeReading();
        assertThat(rig.turnFor(PollEngine.FOREVER)).isEqualTo(1);
        assertThat(peer.events.reads).isEqualTo(2);
    }

    @Test
    @Tag("fault-F15")
    void aConnectionThatIsOverBothWaysDoesNotSpin() throws IOException {
        Peer peer = rig.open();
        peer.client.shutdownOutput();
        rig.turnUntil(() -> peer.events.names.contains("input-closed"));
        peer.transport.shutdownOutput();
        rig.turnsFor(TimeUnit.MILLISECONDS.toNanos(5));
        int turns = 0;
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(20);
        while (System.nanoTime() < until) {
            assertThat(rig.turnFor(TimeUnit.MILLISECONDS.toNanos(20))).isZero();
            turns++;
        }
        assertThat(turns).isLessThan(10);
    }
}
