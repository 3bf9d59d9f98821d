package io.github.reactorboot.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import io.github.reactorboot.runtime.engine.EngineRig.Peer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What holds for each engine that connects. */
@Tag("D1")
@Timeout(60)
public abstract class ConnectContract {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final long MOMENT_NANOS = TimeUnit.MILLISECONDS.toNanos(30);

    @TempDir Path directory;

    /** Of this test; its provider was asked for once. */
    protected EngineRig rig;

    private final Connecting outcome = new Connecting();

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

    private PendingConnect begin(SocketAddress remote, SocketAddress local) throws IOException {
        return rig.engine.connect(new ConnectSettings(remote, local, 0), outcome);
    }

    private PendingConnect begin(SocketAddress remote) throws IOException {
        return begin(remote, null);
    }

    private ConnectedSocket connect(SocketAddress remote, SocketAddress local) throws IOException {
        begin(remote, local);
        assertThat(outcome.count()).as("nothing is told before the engine dispatches").isZero();
        rig.turnUntil(() -> outcome.count() > 0);
        assertThat(outcome.failures).isEmpty();
        return outcome.connected.remove(0);
    }

    private IOException failure(SocketAddress remote) throws IOException {
        begin(remote);
        assertThat(outcome.count()).as("nothing is told before the engine dispatches").isZero();
        rig.turnUntil(() -> outcome.count() > 0);
        assertThat(outcome.connected).isEmpty();
        return outcome.failures.remove(0);
    }

    private void assertNothingComes() throws IOException {
        rig.turnsFor(MOMENT_NANOS);
        assertThat(outcome.count()).isZero();
    }

    @Test
    void aConnectedSocketIsServedLikeAnAcceptedOne() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 10, LOOPBACK)) {
            Peer peer = rig.serve(connect(server.getLocalSocketAddress(), null));
            assertThat(peer.address).isEqualTo(server.getLocalSocketAddress());
            try (Socket accepted = EngineRig.accept(server)) {
                assertThat(peer.transport.localAddress())
                        .isEqualTo(accepted.getRemoteSocketAddress());
                accepted.getOutputStream().write("ping".getBytes(StandardCharsets.UTF_8));
                rig.turnUntil(() -> peer.events.receivedText().equals("ping"));
                peer.write("pong");
                byte[] answer = rig.turnDuring(() -> accepted.getInputStream().readNBytes(4));
                assertThat(answer).asString().isEqualTo("pong");
                accepted.shutdownOutput();
                rig.turnUntil(() -> peer.events.names.contains("input-closed"));
                peer.transport.close();
                assertThat(rig.turnDuring(() -> accepted.getInputStream().read())).isNegative();
            }
        }
    }

    @Test
    void bytesThatCameWithTheConnectionAreRead() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 10, LOOPBACK)) {
            ConnectedSocket socket = connect(server.getLocalSocketAddress(), null);
            try (Socket accepted = EngineRig.accept(server)) {
                accepted.getOutputStream().write("early".getBytes(StandardCharsets.UTF_8));
                accepted.shutdownOutput();
                rig.turnsFor(MOMENT_NANOS);
                Peer peer = rig.serve(socket);
                rig.turnUntil(() -> peer.events.names.contains("input-closed"));
                assertThat(peer.events.receivedText()).isEqualTo("early");
            }
        }
    }

    @Test
    void moreThanThePeerTakesIsWrittenLater() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 10, LOOPBACK)) {
            Peer peer = rig.serve(connect(server.getLocalSocketAddress(), null));
            try (Socket accepted = EngineRig.accept(server)) {
                ByteBuffer much = ByteBuffer.allocateDirect(16 << 20);
                long taken = peer.write(much);
                assertThat(taken).isLessThan(16 << 20);
                FutureTask<byte[]> reading =
                        new FutureTask<>(() -> accepted.getInputStream().readAllBytes());
                new Thread(reading).start();
                rig.turnUntil(() -> peer.events.names.contains("written"));
                peer.transport.close();
                byte[] received = rig.turnDuring(reading::get);
                assertThat(received).isNotEmpty();
            }
        }
    }

    @Test
    void anEngineConnectsToItself() throws IOException {
        rig.listening.resumeAccepting();
        Peer peer = rig.serve(connect(rig.listening.localAddress(), null));
        rig.turnUntil(() -> !rig.accepting.accepted.isEmpty());
        Peer other = rig.serve(rig.accepting.accepted.remove(0));
        peer.write("across");
        rig.turnUntil(() -> other.events.receivedText().equals("across"));
    }

    @Test
    void ipv6() throws IOException {
        InetAddress six = InetAddress.getByName("::1");
        ServerSocket bound = null;
        try {
            bound = new ServerSocket(0, 1, six);
        } catch (IOException e) {
            assumeTrue(false, "this host has no IPv6");
        }
        try (ServerSocket server = bound) {
            Peer peer = rig.serve(connect(server.getLocalSocketAddress(), null));
            assertThat(peer.address).isEqualTo(server.getLocalSocketAddress());
        }
    }

    @Test
    @Tag("D3")
    void whereNobodyListensTheConnectionIsRefused() throws IOException {
        IOException refused = failure(EngineRig.freePort());
        assertThat(refused).isInstanceOf(ConnectException.class);
        assertThat(refused.getMessage()).containsIgnoringCase("refused");
        assertNothingComes();
    }

    /** TCP knows no broadcast, which the system says at once (ENETUNREACH). */
    @Test
    @Tag("D3")
    void whatFailsAtOnceIsToldLaterAndOnce() throws IOException {
        assertThat(failure(new InetSocketAddress("255.255.255.255", 80))).isNotNull();
        assertNothingComes();
    }

    @Test
    @Tag("D2")
    void whoDoesNotAnswerIsWaitedForUntilItIsCancelled() throws IOException {
        try (FullBacklog silent = new FullBacklog()) {
            PendingConnect pending = begin(silent.address());
            assertNothingComes();
            Peer other = rig.open();
            other.clientSends("served meanwhile");
            rig.turnUntil(() -> other.events.receivedText().equals("served meanwhile"));
            pending.cancel();
            pending.cancel();
            assertNothingComes();
        }
    }

    @Test
    void whatIsCancelledAtOnceIsNotTold() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 10, LOOPBACK)) {
            begin(server.getLocalSocketAddress()).cancel();
            begin(EngineRig.freePort()).cancel();
            begin(new InetSocketAddress("255.255.255.255", 80)).cancel();
            assertNothingComes();
        }
    }

    @Test
    void oneAttemptMayCancelAnother() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 10, LOOPBACK)) {
            List<PendingConnect> both = new ArrayList<>();
            ConnectEvents first =
                    new ConnectEvents() {
                        @Override
                        public void onConnected(ConnectedSocket socket) {
                            outcome.onConnected(socket);
                            both.forEach(PendingConnect::cancel);
                        }

                        @Override
                        public void onConnectFailed(IOException cause) {
                            outcome.onConnectFailed(cause);
                        }
                    };
            for (int i = 0; i < 2; i++) {
                ConnectSettings settings =
                        new ConnectSettings(server.getLocalSocketAddress(), null, 0);
                both.add(rig.engine.connect(settings, first));
            }
            rig.turnUntil(() -> outcome.count() > 0);
            rig.turnsFor(MOMENT_NANOS);
            assertThat(outcome.connected).hasSize(1);
            assertThat(outcome.failures).isEmpty();
            Peer peer = rig.serve(outcome.connected.get(0));
            peer.write("x");
            try (Socket accepted = EngineRig.accept(server);
                    Socket gone = EngineRig.accept(server)) {
                int one = rig.turnDuring(() -> accepted.getInputStream().read());
                int other = rig.turnDuring(() -> gone.getInputStream().read());
                assertThat(one + other)
                        .as("a byte on one, the end of the other")
                        .isEqualTo('x' - 1);
            }
        }
    }

    @Test
    void cancelAfterTheEndDoesNothing() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 10, LOOPBACK)) {
            PendingConnect pending = begin(server.getLocalSocketAddress());
            rig.turnUntil(() -> outcome.count() > 0);
            pending.cancel();
            Peer peer = rig.serve(outcome.connected.remove(0));
            pending.cancel();
            peer.write("x");
            try (Socket accepted = EngineRig.accept(server)) {
                assertThat(rig.turnDuring(() -> accepted.getInputStream().read())).isEqualTo('x');
            }
        }
    }

    @Test
    void aConnectedSocketMayBeClosedUnseen() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 10, LOOPBACK)) {
            connect(server.getLocalSocketAddress(), null).close();
            try (Socket accepted = EngineRig.accept(server)) {
                assertThat(rig.turnDuring(() -> accepted.getInputStream().read())).isNegative();
            }
        }
    }

    @Test
    void aLocalAddressIsBound() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 10, LOOPBACK)) {
            InetSocketAddress local = EngineRig.freePort();
            Peer peer = rig.serve(connect(server.getLocalSocketAddress(), local));
            assertThat(peer.transport.localAddress()).isEqualTo(local);
            Peer any =
                    rig.serve(
                            connect(
                                    server.getLocalSocketAddress(),
                                    new InetSocketAddress(LOOPBACK, 0)));
            assertThat(any.transport.localAddress()).isNotEqualTo(local);
        }
    }

    @Test
    @Tag("D3")
    void aLocalAddressThatIsNotOursCannotBegin() throws IOException {
        InetSocketAddress foreign = new InetSocketAddress("192.0.2.1", 0);
        assertThatThrownBy(() -> begin(rig.listening.localAddress(), foreign))
                .isInstanceOf(BindException.class);
        assertNothingComes();
    }

    @Test
    @Tag("K3")
    void closingTheEngineCancelsWhatIsUnderWay() throws IOException {
        try (FullBacklog silent = new FullBacklog();
                ServerSocket server = new ServerSocket(0, 10, LOOPBACK)) {
            begin(silent.address());
            PendingConnect pending = begin(server.getLocalSocketAddress());
            rig.engine.close();
            assertThat(outcome.count()).isZero();
            try (Socket accepted = EngineRig.accept(server)) {
                assertThat(accepted.getInputStream().read()).isNegative();
            }
            pending.cancel();
        }
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void noAttemptKeepsADescriptor() throws IOException {
        UnixOperatingSystemMXBean system =
                (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        InetSocketAddress nobody = EngineRig.freePort();
        try (FullBacklog silent = new FullBacklog();
                ServerSocket server = new ServerSocket(0, 10, LOOPBACK)) {
            failure(nobody);
            long before = system.getOpenFileDescriptorCount();
            for (int i = 0; i < 200; i++) {
                failure(nobody);
                PendingConnect pending = begin(silent.address());
                rig.turn();
                pending.cancel();
                ConnectedSocket socket = connect(server.getLocalSocketAddress(), null);
                server.accept().close();
                socket.close();
            }
            rig.turnsFor(MOMENT_NANOS);
            assertThat(system.getOpenFileDescriptorCount()).isLessThan(before + 50);
        }
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void unixSockets() throws IOException {
        UnixDomainSocketAddress address =
                UnixDomainSocketAddress.of(directory.resolve("peer.sock"));
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(address);
            Peer peer = rig.serve(connect(address, null));
            assertThat(peer.address).isEqualTo(address);
            peer.write("ping");
            try (SocketChannel accepted = server.accept()) {
                ByteBuffer bytes = ByteBuffer.allocate(4);
                while (bytes.hasRemaining()) {
                    rig.turnDuring(() -> accepted.read(bytes));
                }
                accepted.write(bytes.flip());
                rig.turnUntil(() -> peer.events.receivedText().equals("ping"));
            }
        }
    }

    @Test
    @Tag("D3")
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aUnixSocketThatIsNotThere() throws IOException {
        Path absent = directory.resolve("absent.sock");
        assertThat(failure(UnixDomainSocketAddress.of(absent)).getMessage())
                .contains("No such file");
        assertNothingComes();
    }

    /** A blocking connect would wait here; poll(2) says that such a socket is ready. */
    @Test
    @Tag("D3")
    @EnabledOnOs(OS.LINUX)
    void aUnixSocketWithAFullBacklogIsAFailure() throws IOException {
        UnixDomainSocketAddress address =
                UnixDomainSocketAddress.of(directory.resolve("full.sock"));
        List<ConnectedSocket> waiting = new ArrayList<>();
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(address, 1);
            while (outcome.failures.isEmpty()) {
                assertThat(waiting).hasSizeLessThan(64);
                begin(address);
                rig.turnUntil(() -> outcome.count() > 0);
                waiting.addAll(outcome.connected);
                outcome.connected.clear();
            }
            assertThat(outcome.failures.get(0))
                    .hasMessageMatching(".*(temporarily unavailable|backlog).*");
            waiting.forEach(ConnectedSocket::close);
        }
    }
}
