package io.github.reactorboot.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.reactorboot.benchmarks.framing.Framing;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ClosedLoopTest {

    private static final int MESSAGES = 50_000;

    @Test
    void allocatesNothingPerMessage() throws IOException {
        StringWriter err = new StringWriter();
        Window window = new Window(System::nanoTime, null);
        try (TestServer server = TestServer.echo();
                Selector selector = Selector.open()) {
            LoadOptions options = options(server.port());
            Loop loop =
                    new Loop(selector, System::nanoTime, new Faults(new PrintWriter(err)), options);
            Wire wire =
                    new Wire(
                            selector,
                            options.server(),
                            new Messages(Framing.LENGTH, options.payloadBytes(), 32),
                            ByteBuffer.allocateDirect(1 << 16));
            Connection[] connections = new Connection[options.connections()];
            assertThat(loop.drain(new Opening(wire, connections, true))).isTrue();
            ClosedLoop traffic = new ClosedLoop(connections, 32, System::nanoTime, window);
            traffic.start(System.nanoTime());
            window.begin(0);
            assertThat(runTo(loop, traffic, MESSAGES)).isTrue();

            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long messages = traffic.completed();
            long allocated = threads.getCurrentThreadAllocatedBytes();
            boolean sound = runTo(loop, traffic, messages + MESSAGES);
            allocated = threads.getCurrentThreadAllocatedBytes() - allocated;
            messages = traffic.completed() - messages;

            assertThat(err.toString()).isEmpty();
            assertThat(sound).isTrue();
            // What it does cost is that of a few calls of runUntil, whatever the messages.
            assertThat(allocated).isLessThan(messages / 2);
            for (Connection connection : connections) {
                connection.close();
            }
        }
    }

    /** Without an assertion, which allocates. */
    private static boolean runTo(Loop loop, ClosedLoop traffic, long messages) {
        boolean sound = true;
        while (sound && traffic.completed() < messages) {
            sound = loop.runUntil(traffic, System.nanoTime() + 10_000_000);
        }
        return sound;
    }

    private static LoadOptions options(int port) {
        return new LoadOptions(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                LoadPattern.ECHO,
                Framing.LENGTH,
                4,
                32,
                64,
                null,
                0,
                0,
                TimeUnit.SECONDS.toNanos(10),
                1,
                null,
                false);
    }
}
