package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A relay made of what an application may use, with back-pressure both ways. */
@Tag("D1")
@Timeout(120)
class RelayTest {

    private static final int BYTES = 16 << 20;

    private static final SessionSettings RELAYED =
            SessionSettings.DEFAULT
                    .withOutbound(OutboundLimits.DEFAULT.readingWhileFull())
                    .withHalfClose(true);

    /**
     * Each session knows the other end, and reads only while that takes what it is given. Both live
     * on loops of their own: a session is paused and resumed from any thread.
     */
    private static final class Relay implements SessionHandler {

        private static final AttributeKey<Session> OTHER = AttributeKey.named("other");

        private final Reactor reactor;
        private final Target target;

        Relay(Reactor reactor, Target target) {
            this.reactor = reactor;
            this.target = target;
        }

        /** Of the accepted ones. */
        @Override
        public void onOpen(Session front) {
            front.pauseReading();
            ConnectionConfig config =
                    ConnectionConfig.builder("backend")
                            .target(target)
                            .session(RELAYED)
                            .handler(new Back(front))
                            .build();
            reactor.openSession(config)
                    .whenComplete((back, failure) -> {
                        if (failure != null) {
                            front.abort();
                        }
                    });
        }

        @Override
        public void onMessage(Session front, ByteBuffer bytes) {
            forward(front, front.attribute(OTHER), bytes);
        }

        @Override
        public void onWritable(Session front) {
            front.attribute(OTHER).resumeReading();
        }

        @Override
        public void onInputClosed(Session front) {
            front.attribute(OTHER).shutdownOutput();
        }

        @Override
        public void onClose(Session front, CloseReason reason) {
            Session back = front.attribute(OTHER);
            if (back != null) {
                back.close();
            }
        }

        static void forward(Session from, Session to, ByteBuffer bytes) {
            if (to.send(bytes) != SendResult.ACCEPTED) {
                from.abort();
            } else if (!to.isWritable()) {
                from.pauseReading();
                if (to.isWritable()) {
                    // It was emptied in between, and has told so before it was needed.
                    from.resumeReading();
                }
            }
        }

        /** The other end of one accepted session. */
        private record Back(Session front) implements SessionHandler {

            @Override
            public void onOpen(Session back) {
                boolean taken =
                        front.execute(() -> {
                            front.attribute(OTHER, back);
                            front.resumeReading();
                        });
                if (!taken || !front.isOpen()) {
                    back.close();
                }
            }

            @Override
            public void onMessage(Session back, ByteBuffer bytes) {
                forward(back, front, bytes);
            }

            @Override
            public void onWritable(Session back) {
                front.resumeReading();
            }

            @Override
            public void onInputClosed(Session back) {
                front.shutdownOutput();
            }

            @Override
            public void onClose(Session back, CloseReason reason) {
                front.close();
            }
        }
    }

    private static byte[] random(int seed) {
        byte[] bytes = new byte[BYTES];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static CompletableFuture<Void> write(Socket socket, byte[] bytes) {
        CompletableFuture<Void> written = new CompletableFuture<>();
        new Thread(
                        () -> {
                            try {
                                socket.getOutputStream().write(bytes);
                                written.complete(null);
                            } catch (IOException e) {
                                written.completeExceptionally(e);
                            }
                        })
                .start();
        return written;
    }

    private static long queued(Reactor reactor) {
        return reactor.loops().stream().mapToLong(loop -> loop.stats().outboundBytes()).sum();
    }

    private static boolean isFull(Reactor reactor) {
        return reactor.sessions().size() == 2
                && reactor.sessions().stream().noneMatch(Session::isWritable);
    }

    /** The reset may come before the client has seen that it is connected. */
    private static boolean isTurnedAway(Live live, Listener front) {
        try {
            return live.connect(front).isRefused();
        } catch (IOException reset) {
            return true;
        }
    }

    @Test
    void sixteenMegabytesThroughAStoppedReaderBothWays() throws IOException {
        byte[] up = random(1);
        byte[] down = random(2);
        try (ServerSocket backend = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                Live live = Live.start(2)) {
            Target target = new Target.Address(backend.getLocalSocketAddress());
            Listener front =
                    live.listen(
                            ListenerConfig.builder("front")
                                    .address("127.0.0.1", 0)
                                    .session(RELAYED)
                                    .handler(new Relay(live.reactor, target)));
            try (Socket client = new Socket("127.0.0.1", front.port());
                    Socket server = backend.accept()) {
                client.setSoTimeout((int) Await.PATIENCE.toMillis());
                server.setSoTimeout((int) Await.PATIENCE.toMillis());
                CompletableFuture<Void> upWritten = write(client, up);
                CompletableFuture<Void> downWritten = write(server, down);
                live.awaitUntil(() -> isFull(live.reactor));
                live.awaitTurns();
                assertThat(upWritten).as("nobody reads").isNotDone();
                assertThat(downWritten).as("nobody reads").isNotDone();
                assertThat(queued(live.reactor))
                        .as("what the relay holds of 32 MB")
                        .isLessThan(2L << 20);
                CompletableFuture<byte[]> upRead = new CompletableFuture<>();
                Thread reader =
                        new Thread(() -> {
                            try {
                                upRead.complete(server.getInputStream().readNBytes(BYTES));
                            } catch (IOException e) {
                                upRead.completeExceptionally(e);
                            }
                        });
                reader.start();
                assertThat(client.getInputStream().readNBytes(BYTES)).isEqualTo(down);
                assertThat(Await.result(upRead)).isEqualTo(up);
                Await.result(upWritten);
                Await.result(downWritten);
                client.shutdownOutput();
                assertThat(server.getInputStream().read()).as("the end goes through").isNegative();
                server.getOutputStream().write(7);
                assertThat(client.getInputStream().read()).as("one direction lives").isEqualTo(7);
                server.shutdownOutput();
                assertThat(client.getInputStream().read()).isNegative();
            }
            live.awaitUntil(() -> live.reactor.sessions().isEmpty());
        }
    }

    @Test
    @Tag("D3")
    void aBackendThatIsNotThereEndsTheFront() throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        int nobody;
        try (ServerSocket gone = new ServerSocket(0, 1, loopback)) {
            nobody = gone.getLocalPort();
        }
        try (Live live = Live.start(2)) {
            Target target = new Target.Host("127.0.0.1", nobody);
            Listener front =
                    live.listen(
                            ListenerConfig.builder("front")
                                    .address("127.0.0.1", 0)
                                    .session(RELAYED)
                                    .handler(new Relay(live.reactor, target)));
            assertThat(isTurnedAway(live, front)).isTrue();
            live.awaitUntil(() -> live.reactor.sessions().isEmpty());
        }
    }
}
