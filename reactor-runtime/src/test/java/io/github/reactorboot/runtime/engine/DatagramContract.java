package io.github.reactorboot.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What holds for the datagram sockets of each engine. */
@Tag("N5")
@Timeout(60)
public abstract class DatagramContract {

    private DatagramRig rig;

    /** The engine to look at; asked for once in each test. */
    protected abstract PollEngineProvider provider();

    /** Whether several engines can bind one address. */
    protected boolean canShare() {
        return true;
    }

    /** Whether an empty datagram can be sent to the only peer of a socket. */
    protected boolean canSendEmptyToPeer() {
        return true;
    }

    @BeforeEach
    void open() throws IOException {
        rig = new DatagramRig(provider());
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void aDatagramComesWithItsSource() throws IOException {
        DatagramSocket one = rig.client();
        DatagramSocket two = rig.client();
        rig.socket.resumeReceiving();
        rig.send(one, "first");
        rig.send(two, "second");
        rig.send(one, "third");
        rig.turnUntil(() -> rig.noted.payloads.size() == 3);
        assertThat(rig.noted.payloads).containsExactly("first", "second", "third");
        assertThat(rig.noted.sources)
                .containsExactly(
                        one.getLocalSocketAddress(),
                        two.getLocalSocketAddress(),
                        one.getLocalSocketAddress());
    }

    @Test
    void nothingIsReceivedBeforeItIsAskedFor() throws IOException {
        DatagramSocket client = rig.client();
        rig.send(client, "early");
        for (int i = 0; i < 5; i++) {
            rig.turn();
        }
        assertThat(rig.noted.payloads).isEmpty();
        rig.socket.resumeReceiving();
        rig.turnUntil(() -> rig.noted.payloads.equals(List.of("early")));
        rig.socket.pauseReceiving();
        rig.send(client, "held back");
        for (int i = 0; i < 5; i++) {
            rig.turn();
        }
        assertThat(rig.noted.payloads).hasSize(1);
        rig.socket.resumeReceiving();
        rig.turnUntil(() -> rig.noted.payloads.equals(List.of("early", "held back")));
    }

    @Test
    void whatWaitsIsReceivedNow() throws IOException {
        DatagramSocket client = rig.client();
        rig.send(client, "a");
        rig.send(client, "b");
        rig.send(client, "c");
        assertThat(rig.socket.receiveNow(2)).isEqualTo(2);
        assertThat(rig.noted.payloads).containsExactly("a", "b");
        assertThat(rig.socket.receiveNow(20)).isEqualTo(1);
        assertThat(rig.socket.receiveNow(20)).isZero();
    }

    @Test
    @Tag("F2")
    void aTurnHandsUpABoundedNumber() throws IOException {
        DatagramSocket client = rig.client();
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 3 * DatagramRig.PER_TURN + 1; i++) {
            sent.add("number " + i);
            rig.send(client, "number " + i);
        }
        rig.socket.resumeReceiving();
        int before = 0;
        while (before < sent.size()) {
            rig.engine.await(PollEngine.FOREVER);
            rig.engine.dispatch();
            assertThat(rig.noted.payloads)
                    .hasSizeBetween(before, Math.min(sent.size(), before + DatagramRig.PER_TURN));
            before = rig.noted.payloads.size();
        }
        assertThat(rig.noted.payloads).isEqualTo(sent);
    }

    @Test
    void anEmptyDatagramIsOne() throws IOException {
        DatagramSocket client = rig.client();
        rig.socket.resumeReceiving();
        rig.send(client, "");
        rig.send(client, "behind it");
        rig.turnUntil(() -> rig.noted.payloads.size() == 2);
        assertThat(rig.noted.payloads).containsExactly("", "behind it");
        assertThat(rig.add(client.getLocalSocketAddress(), new byte[0]).sendBatch(rig.socket))
                .isEqualTo(1);
        assertThat(DatagramRig.receive(client)).isEmpty();
    }

    @Test
    void aLargerDatagramIsReportedAndNeverHandedUp() throws IOException {
        DatagramSocket client = rig.client();
        rig.socket.resumeReceiving();
        rig.send(client, new byte[DatagramRig.PAYLOAD_MAX + 1]);
        rig.send(client, "x".repeat(DatagramRig.PAYLOAD_MAX));
        rig.send(client, new byte[60_000]);
        rig.send(client, "after");
        rig.turnUntil(() -> rig.noted.payloads.contains("after"));
        assertThat(rig.noted.payloads).containsExactly("x".repeat(2000), "after");
        assertThat(rig.noted.truncated)
                .containsExactly(client.getLocalSocketAddress(), client.getLocalSocketAddress());
    }

    @Test
    void aBatchGoesToEachTargetInOrder() throws IOException {
        DatagramSocket one = rig.client();
        DatagramSocket two = rig.client();
        for (int i = 0; i < DatagramBatch.DATAGRAMS_MAX; i++) {
            SocketAddress target = (i % 2 == 0 ? one : two).getLocalSocketAddress();
            rig.add(target, ("no " + i).getBytes());
        }
        assertThat(rig.sendBatch(rig.socket)).isEqualTo(DatagramBatch.DATAGRAMS_MAX);
        for (int i = 0; i < DatagramBatch.DATAGRAMS_MAX; i++) {
            assertThat(DatagramRig.receive(i % 2 == 0 ? one : two)).isEqualTo("no " + i);
        }
    }

    @Test
    void theLargestPayloadCanBeSentAndALargerOneFailsAlone() throws IOException {
        DatagramSocket client = rig.client();
        SocketAddress target = client.getLocalSocketAddress();
        rig.add(target, "before".getBytes()).add(target, new byte[65_508]);
        assertThat(rig.sendBatch(rig.socket)).isEqualTo(1);
        rig.add(target, new byte[65_508]);
        assertThatThrownBy(() -> rig.sendBatch(rig.socket)).isInstanceOf(IOException.class);
        rig.add(target, "y".repeat(65_507).getBytes());
        assertThat(rig.sendBatch(rig.socket)).isEqualTo(1);
        assertThat(DatagramRig.receive(client)).isEqualTo("before");
        assertThat(DatagramRig.receive(client)).hasSize(65_507);
    }

    @Test
    void anEventMayCloseTheSocket() throws IOException {
        DatagramSocket client = rig.client();
        rig.socket.resumeReceiving();
        rig.noted.onDatagram = rig.socket::close;
        rig.send(client, "last");
        rig.send(client, "never");
        rig.turnUntil(() -> !rig.noted.payloads.isEmpty());
        rig.turn();
        assertThat(rig.noted.payloads).containsExactly("last");
        assertThat(rig.socket.receiveNow(1)).isZero();
        // The port is free again.
        try (DatagramTransport again = bind(rig.socket.localAddress(), null, rig.noted)) {
            assertThat(again.localAddress()).isEqualTo(rig.socket.localAddress());
        }
    }

    @Test
    void closingIsFinalAndMayBeRepeated() throws IOException {
        rig.socket.resumeReceiving();
        rig.turn();
        rig.socket.close();
        rig.socket.close();
        rig.socket.resumeReceiving();
        rig.socket.pauseReceiving();
        assertThat(rig.add(rig.socket.localAddress(), new byte[1]).sendBatch(rig.socket)).isZero();
        rig.turn();
        assertThat(((InetSocketAddress) rig.socket.localAddress()).getPort()).isPositive();
    }

    @Test
    @Tag("C2")
    void anAddressInUseIsABindException() {
        assertThatThrownBy(() -> bind(rig.socket.localAddress(), null, rig.noted))
                .isInstanceOf(BindException.class);
    }

    @Test
    void aConnectedSocketHearsItsPeerOnly() throws IOException {
        DatagramSocket peer = rig.client();
        DatagramSocket stranger = rig.client();
        DatagramRig.Noted noted = new DatagramRig.Noted();
        try (DatagramTransport connected = bind(null, peer.getLocalSocketAddress(), noted)) {
            connected.resumeReceiving();
            SocketAddress local = connected.localAddress();
            rig.add(peer.getLocalSocketAddress(), "hello".getBytes()).sendBatch(connected);
            assertThat(DatagramRig.receive(peer)).isEqualTo("hello");
            rig.add(peer.getLocalSocketAddress(), new byte[0]);
            if (canSendEmptyToPeer()) {
                assertThat(rig.sendBatch(connected)).isEqualTo(1);
                assertThat(DatagramRig.receive(peer)).isEmpty();
            } else {
                assertThatThrownBy(() -> rig.sendBatch(connected)).hasMessageContaining("empty");
            }
            stranger.send(new DatagramPacket(new byte[3], 3, local));
            peer.send(new DatagramPacket("hi".getBytes(), 2, local));
            rig.turnUntil(() -> !noted.payloads.isEmpty());
            assertThat(noted.payloads).containsExactly("hi");
            assertThat(noted.sources).containsExactly(peer.getLocalSocketAddress());
        }
    }

    @Test
    void anUnreachablePortIsTheFailureOfOneCall() throws IOException {
        DatagramSocket peer = rig.client();
        SocketAddress gone = peer.getLocalSocketAddress();
        peer.close();
        DatagramRig.Noted noted = new DatagramRig.Noted();
        try (DatagramTransport connected = bind(null, gone, noted)) {
            connected.resumeReceiving();
            assertThat(rig.add(gone, new byte[1]).sendBatch(connected)).isEqualTo(1);
            rig.turnUntil(() -> !noted.failures.isEmpty());
            try (DatagramSocket back = new DatagramSocket(gone)) {
                assertThat(rig.add(gone, "again".getBytes()).sendBatch(connected)).isEqualTo(1);
                assertThat(DatagramRig.receive(back)).isEqualTo("again");
            }
        }
    }

    @Test
    void theWildcardServesBothFamilies() throws IOException {
        assumeTrue(hasInet6(), "IPv6 on the loopback interface");
        DatagramRig.Noted noted = new DatagramRig.Noted();
        try (DatagramTransport both = bind(new InetSocketAddress(0), null, noted)) {
            both.resumeReceiving();
            int port = ((InetSocketAddress) both.localAddress()).getPort();
            for (String host : List.of("127.0.0.1", "::1")) {
                DatagramSocket client = rig.client(InetAddress.getByName(host));
                InetSocketAddress to = new InetSocketAddress(host, port);
                client.send(new DatagramPacket(host.getBytes(), host.length(), to));
                rig.turnUntil(() -> noted.payloads.contains(host));
                SocketAddress source = noted.sources.get(noted.sources.size() - 1);
                assertThat(source).isEqualTo(client.getLocalSocketAddress());
                rig.add(source, "back".getBytes()).sendBatch(both);
                assertThat(DatagramRig.receive(client)).isEqualTo("back");
            }
        }
    }

    @Test
    void enginesShareAnAddressAndASourceStaysWithOne() throws IOException {
        if (!canShare()) {
            assertThat(rig.socket.allowSharing()).isFalse();
            return;
        }
        assertThat(rig.socket.allowSharing()).isTrue();
        DatagramRig.Noted others = new DatagramRig.Noted();
        DatagramSettings alone = DatagramRig.settings(DatagramRig.loopback(0), null);
        PollEngine second = provider().open(new EngineSettings(EngineRig.READ_BUFFER));
        try {
            second.bind(alone.joining(rig.socket.localAddress()), others).resumeReceiving();
            rig.socket.resumeReceiving();
            for (int i = 0; i < 64; i++) {
                DatagramSocket client = rig.client();
                rig.send(client, "once");
                rig.send(client, "twice");
            }
            while (rig.noted.payloads.size() + others.payloads.size() < 128) {
                rig.turn();
                second.await(0);
                second.dispatch();
            }
            assertThat(rig.noted.payloads).isNotEmpty();
            assertThat(others.payloads).isNotEmpty();
            assertThat(rig.noted.sources).doesNotContainAnyElementsOf(others.sources);
        } finally {
            second.close();
        }
    }

    private DatagramTransport bind(SocketAddress local, SocketAddress remote, DatagramEvents events)
            throws IOException {
        return rig.engine.bind(DatagramRig.settings(local, remote), events);
    }

    private static boolean hasInet6() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .anyMatch(address -> address.getHostAddress().startsWith("0:0:0:0:0:0:0:1"));
    }
}
