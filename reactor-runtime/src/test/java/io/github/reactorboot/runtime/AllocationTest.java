package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.reactorboot.runtime.framing.Framer;
import io.github.reactorboot.runtime.framing.Framers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the loop's thread allocates for each message: nothing, when the code is compiled. The
 * interpreter and quickly compiled code do allocate, and what is seldom done, such as to wait for a
 * peer that has not read, is compiled late.
 */
@Tag("F11")
class AllocationTest {

    private static final int MESSAGES = 100_000;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    static Stream<Arguments> loads() {
        byte[] small = new byte[100];
        byte[] odd = new byte[977];
        return Stream.of(
                Arguments.of("length, depth 1", Framers.length(4), small, 1),
                // 104 bytes do not divide the read buffer: frames are cut by its end.
                Arguments.of("length, pipelined", Framers.length(4), small, 1000),
                Arguments.of("length, pipelined, larger", Framers.length(4), odd, 500),
                Arguments.of("varint, pipelined", Framers.varint(), odd, 500),
                Arguments.of("lines, pipelined", Framers.line(), small, 1000));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("loads")
    void echoingAllocatesNothing(String name, Framer framer, byte[] payload, int depth)
            throws Exception {
        byte[] batch = batch(framer, payload, depth);
        SessionHandler echo = (session, frame) -> session.send(frame);
        try (Live live = Live.start(builder -> builder.readBufferBytes(16 << 10))) {
            Listener listener = live.listen(Live.lines("echo", echo).framer(framer));
            TestClient client = live.connect(listener);
            long patience = Await.PATIENCE.toNanos();
            long began = System.nanoTime();
            long steady = Long.MAX_VALUE;
            int rounds = 0;
            for (; steady >= MESSAGES && System.nanoTime() - began < patience; rounds++) {
                long before = allocatedByLoop(live);
                pump(client, batch, MESSAGES / depth);
                steady = allocatedByLoop(live) - before;
            }
            assertThat(listener.stats().framesIn()).isEqualTo((long) rounds * MESSAGES);
            assertThat(steady).as("bytes for %s messages, warm", MESSAGES).isLessThan(MESSAGES);
        }
    }

    private static byte[] batch(Framer framer, byte[] payload, int depth) {
        int frame = framer.headerLength(payload.length) + payload.length + framer.trailerLength();
        ByteBuffer batch = ByteBuffer.allocate(depth * frame);
        for (int i = 0; i < depth; i++) {
            framer.putHeader(batch, payload.length);
            batch.put(payload);
            framer.putTrailer(batch);
        }
        return batch.array();
    }

    /** Sends and reads on two threads, or both would wait for the other end to read. */
    private static void pump(TestClient client, byte[] batch, int times) throws Exception {
        if (batch.length < 4096) {
            for (int i = 0; i < times; i++) {
                client.send(batch);
                client.read(batch.length);
            }
            return;
        }
        Thread writer =
                new Thread(() -> {
                    try {
                        for (int i = 0; i < times; i++) {
                            client.send(batch);
                        }
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
        writer.start();
        for (int i = 0; i < times; i++) {
            client.read(batch.length);
        }
        Await.end(writer);
    }

    private long allocatedByLoop(Live live) {
        CompletableFuture<Long> answer = new CompletableFuture<>();
        live.loop().execute(() -> answer.complete(threads.getCurrentThreadAllocatedBytes()));
        return Await.result(answer);
    }
}
