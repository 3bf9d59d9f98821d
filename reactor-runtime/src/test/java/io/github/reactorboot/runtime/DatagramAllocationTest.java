package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What the loop's thread allocates for each datagram of a known source: nothing, when the code is
 * compiled. The JDK's channel makes an address of its own when the source is another one than the
 * last time, so there is one source with nio.
 */
@Tag("F11")
@Tag("N5")
@Tag(TestEngine.SYSTEM_SOCKETS)
class DatagramAllocationTest {

    private static final int MESSAGES = 50_000;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void echoingAllocatesNothing() throws IOException {
        int sources = TestEngine.NAME.equals("nio") ? 1 : 3;
        SessionHandler echo = (session, frame) -> session.send(frame);
        List<DatagramClient> clients = new ArrayList<>();
        try (Live live = Live.start()) {
            Listener listener = live.listen(Live.datagrams(echo));
            for (int i = 0; i < sources; i++) {
                clients.add(DatagramClient.of(listener));
            }
            long began = System.nanoTime();
            long steady = Long.MAX_VALUE;
            while (steady >= MESSAGES && System.nanoTime() - began < Await.PATIENCE.toNanos()) {
                long before = allocatedByLoop(live);
                for (int i = 0; i < MESSAGES; i++) {
                    DatagramClient client = clients.get(i % sources);
                    client.send("a message of no great length");
                    client.receive();
                }
                steady = allocatedByLoop(live) - before;
            }
            assertThat(steady).as("bytes for %s messages, warm", MESSAGES).isLessThan(MESSAGES);
        } finally {
            clients.forEach(DatagramClient::close);
        }
    }

    private long allocatedByLoop(Live live) {
        CompletableFuture<Long> answer = new CompletableFuture<>();
        live.loop().execute(() -> answer.complete(threads.getCurrentThreadAllocatedBytes()));
        return Await.result(answer);
    }
}
