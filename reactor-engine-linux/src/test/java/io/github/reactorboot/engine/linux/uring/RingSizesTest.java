package io.github.reactorboot.engine.linux.uring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorboot.engine.linux.uring.RingBench.End;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Queues and buffers that are too small for what happens: nothing is lost and nobody starves. */
@Tag("O1")
@Timeout(60)
class RingSizesTest {

    private static final int SESSIONS = 24;

    private static RingSizes with(int queue, int buffers, int bufferBytes) {
        return new RingSizes(queue, 2 * queue, buffers, bufferBytes, 2 * bufferBytes);
    }

    @Test
    void sessionsWithoutBuffersGoOnAndNoneStarves() throws Exception {
        try (RingBench bench = new RingBench(RingOf.sizes(sizes -> with(256, 2, 1024)))) {
            int each = 200 << 10;
            List<End> ends = new ArrayList<>();
            List<FutureTask<Void>> senders = new ArrayList<>();
            for (int i = 0; i < SESSIONS; i++) {
                End end = bench.open();
                ends.add(end);
                senders.add(sender(end, payload(i, each)));
            }
            bench.turnUntil(() -> ends.stream().allMatch(end -> end.receivedBytes == each));
            for (FutureTask<Void> sender : senders) {
                sender.get();
            }
            for (int i = 0; i < SESSIONS; i++) {
                assertThat(ends.get(i).received.toByteArray()).isEqualTo(payload(i, each));
            }
        }
    }

    @Test
    void aPeerThatSendsLittleIsHeardBesidesPeersThatFlood() throws Exception {
        try (RingBench bench = new RingBench(RingOf.sizes(sizes -> with(256, 2, 1024)))) {
            List<FutureTask<Void>> senders = new ArrayList<>();
            List<End> floods = new ArrayList<>();
            byte[] flooding = new byte[32 << 20];
            for (int i = 0; i < SESSIONS; i++) {
                End flood = bench.open();
                flood.keeps = false;
                floods.add(flood);
                senders.add(sender(flood, flooding));
            }
            End quiet = bench.open();
            bench.turnUntil(() -> floods.stream().allMatch(end -> end.receivedBytes > 0));
            for (int i = 1; i <= 20; i++) {
                int count = i;
                quiet.client.getOutputStream().write(i);
                bench.turnUntil(() -> quiet.receivedBytes == count);
            }
            assertThat(floods).allMatch(end -> end.receivedBytes < 32 << 20);
            for (End flood : floods) {
                flood.client.close();
            }
            for (FutureTask<Void> sender : senders) {
                assertThatThrownBy(sender::get).hasRootCauseInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void moreCompletionsThanTheQueueHoldsAreNotLost() throws Exception {
        try (RingBench bench = new RingBench(RingOf.sizes(sizes -> with(4, 64, 1024)))) {
            List<End> ends = new ArrayList<>();
            for (int i = 0; i < SESSIONS; i++) {
                ends.add(bench.open());
            }
            for (int round = 1; round <= 50; round++) {
                for (End end : ends) {
                    end.client.getOutputStream().write(round);
                    end.write(ByteBuffer.allocateDirect(1).put(0, (byte) round));
                }
                int count = round;
                bench.turnUntil(() ->
                        ends.stream()
                                .allMatch(
                                        end -> end.receivedBytes == count && end.written == count));
                for (End end : ends) {
                    assertThat(end.client.getInputStream().read()).isEqualTo(round);
                }
            }
        }
    }

    @Test
    void sendsOfManyBuffersFillTheirAreaOverAndOver() throws Exception {
        try (RingBench bench = new RingBench(RingOf.sizes(sizes -> with(256, 4, 1024)))) {
            List<End> ends = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                ends.add(bench.open());
            }
            for (int i = 0; i < ends.size(); i++) {
                ends.get(i).write(parts(payload(i, 1024)));
            }
            bench.turnUntil(() -> ends.stream().allMatch(end -> end.written == 1024));
            for (int i = 0; i < ends.size(); i++) {
                assertThat(ends.get(i).client.getInputStream().readNBytes(1024))
                        .isEqualTo(payload(i, 1024));
            }
        }
    }

    private static ByteBuffer[] parts(byte[] bytes) {
        ByteBuffer all = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
        ByteBuffer[] parts = new ByteBuffer[64];
        int each = bytes.length / parts.length;
        for (int i = 0; i < parts.length; i++) {
            parts[i] = all.slice(i * each, each);
        }
        return parts;
    }

    private static byte[] payload(int seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /** Fails when the connection is gone. */
    private static FutureTask<Void> sender(End end, byte[] bytes) {
        FutureTask<Void> sender =
                new FutureTask<>(() -> {
                    end.client.getOutputStream().write(bytes);
                    return null;
                });
        new Thread(sender).start();
        return sender;
    }
}
