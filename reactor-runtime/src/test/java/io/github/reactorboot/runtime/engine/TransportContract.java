package io.github.reactorboot.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorboot.runtime.engine.EngineRig.Peer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What holds for the connected sockets of each engine. */
@Tag("O1")
@Timeout(60)
public abstract class TransportContract {

    /** Of this test; its provider was asked for once. */
    protected EngineRig rig;

    /** The engine to look at; asked for once in each test. */
    protected abstract PollEngineProvider provider();

    /** How many buffers the engine hands up for one transport in one turn. */
    protected int readsPerTurnMost() {
        return 1;
    }

    @BeforeEach
    void open() throws IOException {
        rig = new EngineRig(provider());
    }

    @AfterEach
    void close() throws IOException {
        rig.close();
    }

    @Test
    void addressesAreThoseOfTheConnection() throws IOException {
        Peer peer = rig.open();
        assertThat(((InetSocketAddress) peer.address).getPort())
                .isEqualTo(peer.client.getLocalPort());
        assertThat(peer.transport.localAddress()).isEqualTo(rig.listening.localAddress());
    }

    @Test
    @Tag("F2")
    void receivedBytesAreHandedUpFewBuffersATurn() throws IOException {
        Peer peer = rig.open();
        byte[] sent = new byte[3 * EngineRig.READ_BUFFER];
        new Random(1).nextBytes(sent);
        peer.client.getOutputStream().write(sent);
        int reads = 0;
        while (peer.events.received.size() < sent.length) {
            rig.turnFor(PollEngine.FOREVER);
            assertThat(peer.events.reads)
                    .as("reads in one turn")
                    .isLessThanOrEqualTo(reads + readsPerTurnMost());
            reads = peer.events.reads;
        }
        assertThat(peer.events.received.toByteArray()).isEqualTo(sent);
        assertThat(peer.events.largestRead).isLessThanOrEqualTo(EngineRig.READ_BUFFER);
    }

    @Test
    @Tag("F15")
    void anEventWithoutBytesHandsUpNothing() throws IOException {
        Peer peer = rig.open();
        assertThat(peer.transport.readNow()).as("nothing has come").isFalse();
        for (int i = 0; i < 100; i++) {
            rig.engine.wakeup();
            rig.turn();
            assertThat(peer.transport.readNow()).isFalse();
        }
        assertThat(peer.events.names).isEmpty();
        // What is announced was read by somebody else: the next event finds nothing.
        peer.clientSends("x");
        rig.engine.await(PollEngine.FOREVER);
        peer.transport.readNow();
        rig.engine.dispatch();
        rig.turnUntil(() -> peer.events.received.size() == 1);
        rig.turnsFor(TimeUnit.MILLISECONDS.toNanos(5));
        assertThat(peer.events.names).containsExactly("received");
        peer.clientSends("y");
        rig.turnUntil(() -> peer.events.receivedText().equals("xy"));
    }

    @Test
    @Tag("F14")
    void pauseHoldsInputBackAndResumeBringsItAll() throws IOException {
        Peer peer = rig.open();
        peer.transport.pauseReading();
        peer.clientSends("held back");
        rig.turnsFor(TimeUnit.MILLISECONDS.toNanos(20));
        rig.turn();
        assertThat(peer.events.reads)
                .as("at the most what the engine had")
                .isLessThanOrEqualTo(readsPerTurnMost());
        int before = peer.events.reads;
        peer.clientSends(", all of it");
        rig.turnsFor(TimeUnit.MILLISECONDS.toNanos(20));
        assertThat(peer.events.reads).isEqualTo(before);
        peer.transport.resumeReading();
        rig.turnUntil(() -> peer.events.receivedText().equals("held back, all of it"));
    }

    @Test
    @Tag("E6")
    @Tag("fault-F15")
    void finIsReportedOnceAfterAllData() throws IOException {
        Peer peer = rig.open();
        peer.clientSends("last words");
        peer.client.shutdownOutput();
        rig.turnUntil(() -> peer.events.names.contains("input-closed"));
        EngineRig.Turns quiet = rig.turnsFor(TimeUnit.MILLISECONDS.toNanos(20));
        assertThat(quiet.events()).isZero();
        assertThat(quiet.turns()).as("no spinning").isLessThan(1_000);
        peer.transport.resumeReading();
        rig.turnsFor(TimeUnit.MILLISECONDS.toNanos(5));
        assertThat(peer.events.names).containsOnlyOnce("input-closed").endsWith("input-closed");
        assertThat(peer.events.receivedText()).isEqualTo("last words");
        peer.write("still written");
        assertThat(clientReads(peer, 13)).isEqualTo("still written");
    }

    @Test
    @Tag("fault-F16")
    void resetIsAFailure() throws IOException {
        Peer peer = rig.open();
        peer.client.setSoLinger(true, 0);
        peer.client.close();
        rig.turnUntil(() -> peer.events.names.contains("failed"));
        // The words of strerror(3), by which the runtime knows a reset from other failures.
        assertThat(peer.events.failure.getMessage())
                .containsAnyOf("onnection reset", "Broken pipe");
        peer.transport.close();
        rig.turnUntil(() -> peer.events.names.contains("released"));
        assertThat(peer.events.names).endsWith("released");
    }

    @Test
    @Tag("G12")
    void writingToAConnectionThatIsGoneFails() throws IOException {
        Peer peer = rig.open();
        peer.transport.pauseReading();
        peer.client.setSoLinger(true, 0);
        peer.client.close();
        assertThatThrownBy(
                        () -> {
                            for (int i = 0; i < 1_000; i++) {
                                peer.events.names.remove("written");
                                long written = peer.write("anybody there?");
                                if (written == Transport.IN_FLIGHT) {
                                    rig.turnUntil(() -> !peer.events.names.isEmpty());
                                }
                                if (peer.events.names.contains("failed")) {
                                    throw new IOException("reported by the engine");
                                }
                            }
                        })
                .isInstanceOf(IOException.class);
    }

    @Test
    @Tag("G6")
    @Tag("G11")
    void severalBuffersGoOutWithOneWriteInTheirOrder() throws IOException {
        Peer peer = rig.open();
        ByteBuffer[] buffers = new ByteBuffer[64];
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < buffers.length; i++) {
            byte[] bytes = (i + ",").getBytes();
            buffers[i] = ByteBuffer.allocateDirect(100).position(10).put(bytes);
            buffers[i].limit(10 + bytes.length).position(10);
            expected.append(i).append(',');
        }
        long written = peer.write(buffers);
        if (written == Transport.IN_FLIGHT) {
            rig.turnUntil(() -> peer.events.writtenLater == expected.length());
        } else {
            assertThat(written).isEqualTo(expected.length());
        }
        assertThat(clientReads(peer, expected.length())).isEqualTo(expected.toString());
    }

    @Test
    @Tag("G2")
    @Tag("G4")
    void whatTheKernelDoesNotTakeIsWrittenWhenThePeerHasRead() throws Exception {
        Peer peer = rig.open();
        byte[] all = new byte[8 << 20];
        new Random(4).nextBytes(all);
        ByteBuffer direct = ByteBuffer.allocateDirect(all.length).put(all).flip();
        long[] done = {0};
        boolean[] waiting = {false};
        FutureTask<byte[]> read =
                new FutureTask<>(() -> peer.client.getInputStream().readNBytes(all.length));
        Thread reader = new Thread(read);
        while (done[0] < all.length) {
            if (!waiting[0]) {
                long written = peer.write(direct.duplicate().position((int) done[0]));
                if (written != Transport.IN_FLIGHT) {
                    done[0] += written;
                }
                waiting[0] = done[0] < all.length;
                if (reader.getState() == Thread.State.NEW) {
                    reader.start();
                }
                continue;
            }
            long before = peer.events.writtenLater;
            int events = peer.events.names.size();
            rig.turnUntil(() -> peer.events.names.size() > events);
            done[0] += peer.events.writtenLater - before;
            waiting[0] = false;
        }
        reader.join(20_000);
        assertThat(read).isDone();
        assertThat(read.get()).isEqualTo(all);
        assertThat(peer.events.names).contains("written").containsOnly("written");
        assertThat(rig.turn()).as("nothing is left to say").isZero();
    }

    @Test
    @Tag("N5")
    @Tag("G4")
    void whatTheKernelDoesNotTakeOfAFileIsTakenWhenThePeerHasRead() throws Exception {
        Peer peer = rig.open();
        assertThat(peer.transport.writesFiles()).isTrue();
        byte[] all = new byte[8 << 20];
        new Random(6).nextBytes(all);
        Path path = Files.createTempFile("contract", ".bin");
        Files.write(path, all);
        FutureTask<byte[]> read =
                new FutureTask<>(() -> peer.client.getInputStream().readNBytes(all.length));
        Thread reader = new Thread(read);
        try (FileSource file = rig.provider.openFile(path)) {
            assertThat(file.size()).isEqualTo(all.length);
            long done = peer.transport.writeFile(file, 0, all.length);
            assertThat(done).isBetween(1L, all.length - 1L);
            rig.turnsFor(TimeUnit.MILLISECONDS.toNanos(20));
            assertThat(peer.events.names).as("nobody reads").isEmpty();
            reader.start();
            while (done < all.length) {
                int events = peer.events.names.size();
                rig.turnUntil(() -> peer.events.names.size() > events);
                done += peer.transport.writeFile(file, done, all.length - done);
            }
        } finally {
            Files.delete(path);
        }
        reader.join(20_000);
        assertThat(read).isDone();
        assertThat(Arrays.mismatch(read.get(), all)).isEqualTo(-1);
        assertThat(peer.events.names).containsOnly("written");
        assertThat(peer.events.writtenLater).isZero();
        peer.clientSends("the socket is as it was");
        rig.turnUntil(() -> peer.events.receivedText().equals("the socket is as it was"));
    }

    /** Turns meanwhile: what was written may not have left yet. */
    private String clientReads(Peer peer, int length) throws IOException {
        return new String(
                rig.turnDuring(() -> peer.client.getInputStream().readNBytes(length)),
                StandardCharsets.UTF_8);
    }

    private String clientReadsToEnd(Peer peer) throws IOException {
        return clientReads(peer, Integer.MAX_VALUE);
    }

    @Test
    @Tag("E7")
    void shutdownOutputSendsFinBehindTheDataAndGoesOnReading() throws IOException {
        Peer peer = rig.open();
        long written = peer.write("bye");
        if (written == Transport.IN_FLIGHT) {
            rig.turnUntil(() -> peer.events.names.contains("written"));
        }
        peer.transport.shutdownOutput();
        assertThat(clientReadsToEnd(peer)).isEqualTo("bye");
        peer.clientSends("thanks");
        rig.turnUntil(() -> peer.events.receivedText().equals("thanks"));
    }

    @Test
    @Tag("E5")
    void closeSendsWhatTheKernelHasThenFinAndReleasesOnce() throws IOException {
        Peer peer = rig.open();
        long written = peer.write("bye");
        if (written == Transport.IN_FLIGHT) {
            rig.turnUntil(() -> peer.events.names.contains("written"));
        }
        peer.transport.close();
        peer.transport.close();
        peer.transport.reset();
        rig.turnUntil(() -> peer.events.names.contains("released"));
        assertThat(clientReadsToEnd(peer)).isEqualTo("bye");
    }

    @Test
    @Tag("E5")
    void resetIsARstForThePeer() throws IOException {
        Peer peer = rig.open();
        peer.transport.reset();
        rig.turnUntil(() -> peer.events.names.contains("released"));
        rig.turn();
        assertThatThrownBy(() -> peer.client.getInputStream().read())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("reset");
    }

    @Test
    void afterCloseNothingHappensAnyMore() throws IOException {
        Peer peer = rig.open();
        peer.clientSends("too late");
        peer.transport.close();
        rig.turnUntil(() -> peer.events.names.contains("released"));
        peer.transport.pauseReading();
        peer.transport.resumeReading();
        peer.transport.shutdownOutput();
        assertThat(peer.write("nothing")).isZero();
        rig.turnsFor(TimeUnit.MILLISECONDS.toNanos(20));
        assertThat(peer.events.names).containsExactly("released");
    }

    @Test
    void anEventOfATransportThatWasClosedInTheSameTurnIsDropped() throws IOException {
        Peer one = rig.open();
        Peer two = rig.open();
        one.events.onReceived = two.transport::close;
        two.events.onReceived = one.transport::close;
        one.clientSends("x");
        two.clientSends("x");
        rig.turnUntil(() -> one.events.reads + two.events.reads > 0);
        rig.turnsFor(TimeUnit.MILLISECONDS.toNanos(20));
        assertThat(one.events.reads + two.events.reads).isEqualTo(1);
    }

    @Test
    void anEventMayWriteToOtherTransports() throws IOException {
        Peer one = rig.open();
        Peer two = rig.open();
        one.events.onReceived =
                () -> {
                    try {
                        two.write("from one");
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                };
        one.clientSends("go");
        rig.turnUntil(() -> one.events.reads > 0);
        assertThat(clientReads(two, 8)).isEqualTo("from one");
    }
}
