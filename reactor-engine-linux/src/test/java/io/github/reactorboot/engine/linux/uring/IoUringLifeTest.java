package io.github.reactorboot.engine.linux.uring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorboot.engine.linux.uring.RingBench.End;
import io.github.reactorboot.runtime.engine.ConnectedSocket;
import io.github.reactorboot.runtime.engine.EngineSettings;
import io.github.reactorboot.runtime.engine.ListeningSocket;
import io.github.reactorboot.runtime.engine.PollEngine;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Operations that are under way when something else happens. */
@Tag("O1")
@Timeout(120)
class IoUringLifeTest {

    static Stream<RingOf> kernels() throws IOException {
        return Stream.of(RingOf.sizes(sizes -> sizes), RingOf.OLD_KERNEL);
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void pausesUnderAFloodLoseNothingAndHold(RingOf kernel) throws Exception {
        try (RingBench bench = new RingBench(kernel)) {
            End end = bench.open();
            byte[] sent = new byte[4 << 20];
            new Random(3).nextBytes(sent);
            FutureTask<Void> sender =
                    new FutureTask<>(() -> {
                        end.client.getOutputStream().write(sent);
                        return null;
                    });
            new Thread(sender).start();
            Random random = new Random(5);
            while (end.receivedBytes < sent.length) {
                long before = end.receivedBytes;
                bench.turnUntil(() -> end.receivedBytes > before);
                end.transport.pauseReading();
                if (random.nextBoolean()) {
                    end.transport.resumeReading();
                    continue;
                }
                bench.turnFor(0);
                long paused = end.receivedBytes;
                bench.turnFor(100_000);
                bench.turnFor(0);
                assertThat(end.receivedBytes).isEqualTo(paused);
                end.transport.resumeReading();
            }
            sender.get();
            assertThat(end.received.toByteArray()).isEqualTo(sent);
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void oneTurnHandsUpNoMoreThanTheLimitOfOnePeer(RingOf kernel) throws Exception {
        try (RingBench bench = new RingBench(kernel)) {
            End end = bench.open();
            end.transport.pauseReading();
            bench.turnFor(0);
            bench.turnFor(0);
            byte[] sent = new byte[256 << 10];
            end.client.getOutputStream().write(sent);
            end.transport.resumeReading();
            while (end.receivedBytes < sent.length) {
                long before = end.receivedBytes;
                bench.turnFor(PollEngine.FOREVER);
                assertThat(end.receivedBytes - before).isLessThan(32 << 10);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void aCloseWithASendInFlightReleasesItsBuffers(RingOf kernel) throws Exception {
        try (RingBench bench = new RingBench(kernel)) {
            End end = fullOf(bench);
            end.transport.pauseReading();
            bench.turnFor(0);
            bench.turnFor(0);
            end.transport.close();
            assertThat(end.ends).as("the kernel has the buffer").isEmpty();
            bench.turnUntil(() -> end.ends.contains("released"));
            assertThat(end.ends).containsExactly("released");
            assertThat(end.transport.localAddress()).isNull();
            end.client.getInputStream().readAllBytes();
        }
    }

    /** A connection whose peer reads nothing, with a send under way that cannot go on. */
    private static End fullOf(RingBench bench) throws IOException {
        End end = bench.open();
        ByteBuffer much = ByteBuffer.allocateDirect(1 << 20);
        int writes;
        do {
            writes = end.writes;
            end.write(much.clear());
            bench.turnFor(20_000_000);
        } while (end.writes > writes);
        return end;
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void anEngineThatIsClosedWithEverythingUnderWayReleasesWhatWasClosed(RingOf kernel)
            throws Exception {
        RingBench bench = new RingBench(kernel);
        End sending = fullOf(bench);
        End closed = fullOf(bench);
        End reading = bench.open();
        End paused = bench.open();
        paused.transport.pauseReading();
        bench.connect();
        closed.transport.close();
        bench.engine.close();
        bench.engine.close();
        assertThat(closed.ends).containsExactly("released");
        assertThat(sending.ends).isEmpty();
        assertThat(reading.ends).isEmpty();
        assertThat(reading.client.getInputStream().read()).isNegative();
        assertThat(paused.client.getInputStream().read()).isNegative();
        bench.engine.wakeup();
        bench.close();
    }

    @Test
    void anEngineThatWasNeverUsedIsClosedByWhoeverOpenedIt() throws Exception {
        PollEngine engine = new IoUringPollEngineProvider().open(new EngineSettings(1024));
        engine.wakeup();
        engine.close();
        engine.wakeup();
    }

    @Test
    void anEngineThatIsClosedByAStrangerLetsItsPeersGo() throws Exception {
        RingBench bench = new RingBench(new IoUringPollEngineProvider());
        End reading = bench.open();
        End closed = fullOf(bench);
        closed.transport.close();
        // The kernel takes nothing from a thread that is not the ring's.
        Thread stranger = new Thread(bench.engine::close);
        stranger.start();
        stranger.join();
        assertThat(reading.client.getInputStream().read()).isNegative();
        assertThat(closed.ends).containsExactly("released");
        assertThatThrownBy(bench::connect).isInstanceOf(ConnectException.class);
        bench.close();
    }

    @Test
    void aWakeupBeforeTheFirstUseIsNotLost() throws Exception {
        for (RingOf kernel : kernels().toList()) {
            try (PollEngine engine = kernel.open(new EngineSettings(1024))) {
                Thread other = new Thread(engine::wakeup);
                other.start();
                other.join();
                engine.await(PollEngine.FOREVER);
                assertThat(engine.dispatch()).isZero();
            }
        }
    }

    @Test
    void readNowTellsWhatIsThereAndFallsSilent() throws Exception {
        try (RingBench bench = new RingBench(new IoUringPollEngineProvider())) {
            End end = bench.open();
            assertThat(end.transport.readNow()).isFalse();
            bench.turnFor(0);
            assertThat(end.transport.readNow()).isFalse();
            end.client.getOutputStream().write(1);
            assertThat(end.transport.readNow()).isTrue();
            bench.turnUntil(() -> end.receivedBytes == 1);
            assertThat(end.transport.readNow()).isFalse();
            end.transport.pauseReading();
            end.client.getOutputStream().write(2);
            assertThat(end.transport.readNow()).isFalse();
        }
    }

    @Test
    void whatTheKernelAcceptedIsHandedUpInSharesAndAfterPauses() throws Exception {
        try (RingBench bench = new RingBench(new IoUringPollEngineProvider())) {
            ListeningSocket few = bench.engine.listen(RingBench.settings(2), bench);
            few.resumeAccepting();
            bench.turnFor(0);
            for (int i = 0; i < 20; i++) {
                Socket client = new Socket();
                bench.clients.add(client);
                client.connect(few.localAddress());
            }
            bench.turnUntil(() -> !bench.accepted.isEmpty());
            assertThat(bench.accepted).hasSizeLessThanOrEqualTo(2);
            few.pauseAccepting();
            int before = bench.accepted.size();
            bench.turnFor(1_000_000);
            bench.turnFor(1_000_000);
            assertThat(bench.accepted).hasSize(before);
            assertThat(few.acceptWaiting(5)).isEqualTo(5);
            assertThat(few.shed(3)).isEqualTo(3);
            few.resumeAccepting();
            bench.turnUntil(() -> bench.accepted.size() == 17);
            bench.turnFor(1_000_000);
            assertThat(few.acceptWaiting(5)).isZero();
            bench.accepted.forEach(ConnectedSocket::close);
        }
    }

    @Test
    @Tag("K3")
    void twoThousandConnectionsLeaveNothing() throws Exception {
        cycle(200);
        long descriptors = count("/proc/self/fd");
        long mappings = ringMappings();
        cycle(2_000);
        assertThat(count("/proc/self/fd")).isLessThanOrEqualTo(descriptors);
        assertThat(ringMappings()).isEqualTo(mappings).isZero();
    }

    private static void cycle(int times) throws IOException {
        try (RingBench bench = new RingBench(new IoUringPollEngineProvider())) {
            for (int i = 0; i < times; i++) {
                End end = bench.open();
                if (i % 2 == 0) {
                    end.transport.reset();
                } else {
                    end.transport.close();
                }
                bench.turnUntil(() -> end.ends.contains("released"));
                end.client.close();
            }
            bench.clients.clear();
        }
    }

    private static long count(String directory) throws IOException {
        try (Stream<Path> entries = Files.list(Path.of(directory))) {
            return entries.count();
        }
    }

    private static long ringMappings() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
            return lines.filter(line -> line.contains("io_uring")).count();
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void longStreamsComeBackAsTheyWent(RingOf kernel) throws Exception {
        try (RingBench bench = new RingBench(kernel)) {
            int length = 400_000;
            List<FutureTask<byte[]>> answers = new ArrayList<>();
            List<byte[]> payloads = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                End end = bench.open();
                new Echo(end);
                byte[] payload = new byte[length];
                new Random(i).nextBytes(payload);
                payloads.add(payload);
                answers.add(exchange(bench, end.client, payload, i));
            }
            bench.turnUntil(() -> answers.stream().allMatch(FutureTask::isDone));
            for (int i = 0; i < payloads.size(); i++) {
                assertThat(Arrays.equals(answers.get(i).get(), payloads.get(i))).isTrue();
            }
        }
    }

    /** Sends in pieces of any size; what comes back. The engine is woken when all is there. */
    private static FutureTask<byte[]> exchange(
            RingBench bench, Socket client, byte[] payload, int seed) {
        new Thread(
                        () -> {
                            Random random = new Random(seed);
                            try {
                                for (int at = 0; at < payload.length; ) {
                                    int piece =
                                            Math.min(
                                                    1 + random.nextInt(40_000),
                                                    payload.length - at);
                                    client.getOutputStream().write(payload, at, piece);
                                    at += piece;
                                }
                                client.shutdownOutput();
                            } catch (IOException e) {
                                // The reader misses the bytes.
                                Arrays.fill(payload, (byte) 0);
                            }
                        })
                .start();
        FutureTask<byte[]> answer =
                new FutureTask<>(() -> client.getInputStream().readNBytes(payload.length)) {
                    @Override
                    protected void done() {
                        bench.engine.wakeup();
                    }
                };
        new Thread(answer).start();
        return answer;
    }

    /** Writes what was received in up to three buffers, one write at a time. */
    private static final class Echo {

        private final End end;
        private int sent;
        private boolean flying;

        Echo(End end) {
            this.end = end;
            end.onReceived = this::next;
            end.onWritten =
                    () -> {
                        flying = false;
                        next();
                    };
        }

        private void next() {
            byte[] all = end.received.toByteArray();
            sent = (int) end.written;
            if (flying || sent == all.length) {
                return;
            }
            int length = all.length - sent;
            ByteBuffer bytes = ByteBuffer.allocateDirect(length).put(all, sent, length).flip();
            flying = true;
            try {
                if (length < 3) {
                    end.write(bytes);
                } else {
                    int third = length / 3;
                    end.write(
                            bytes.slice(0, third),
                            bytes.slice(third, third),
                            bytes.slice(2 * third, length - 2 * third));
                }
            } catch (IOException e) {
                end.onFailed(e);
            }
        }
    }
}
