package io.github.reactorboot.sample;

import static io.github.reactorboot.sample.RawClient.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.reactorboot.test.LocalReactorPort;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What is read a million times a second must leave nothing to the garbage collector. */
@CacheTest
class HotPathTest {

    private static final int WARM_UPS = 20;
    private static final int PIPELINES = 1000;
    private static final int DEPTH = 100;

    private final int port;

    HotPathTest(@LocalReactorPort("cache") int port) {
        this.port = port;
    }

    @Test
    void readingAllocatesNothing() throws IOException {
        String value = "v".repeat(64);
        String requests = request("GET", "hot") + request("PING") + request("get", "hot:none");
        String replies = "$64\r\n" + value + "\r\n+PONG\r\n$-1\r\n";
        try (RawClient client = new RawClient(port)) {
            client.call("SET", "hot", value).expect("+OK\r\n");
            // Calls of the C library allocate until they are compiled for good.
            for (int i = 0; i < WARM_UPS; i++) {
                run(client, requests, replies);
            }
            long before = allocatedByLoops();
            run(client, requests, replies);
            // Less than a byte for each request, so not by requests.
            assertThat(allocatedByLoops() - before).isLessThan(PIPELINES * DEPTH);
        }
    }

    private static void run(RawClient client, String requests, String replies) throws IOException {
        String pipeline = requests.repeat(DEPTH);
        String expected = replies.repeat(DEPTH);
        for (int i = 0; i < PIPELINES; i++) {
            client.send(pipeline).expect(expected);
        }
    }

    private static long allocatedByLoops() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long[] loops =
                Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                        .filter(info -> info.getThreadName().matches("reactor-default-[0-9]+"))
                        .mapToLong(ThreadInfo::getThreadId)
                        .toArray();
        assertThat(loops).hasSize(2);
        return Arrays.stream(threads.getThreadAllocatedBytes(loops)).sum();
    }
}
