package io.github.reactorboot.benchmarks.echo;

import com.sun.management.UnixOperatingSystemMXBean;
import io.github.reactorboot.benchmarks.framing.Framing;
import java.lang.management.ManagementFactory;

/**
 * What an echo server is asked to be.
 *
 * @param engine name of the system's mechanism: nio, epoll, io_uring
 * @param port 0 for any free one
 * @param loops event loops, each with one thread
 * @param fanOut whether each frame goes to all other sessions, instead of back
 */
record EchoOptions(String engine, Framing framing, int port, int loops, Idle idle, boolean fanOut) {

    /** Where all servers listen. */
    static final String HOST = "127.0.0.1";

    /** Connections that may wait to be accepted. */
    static final int BACKLOG = 4096;

    /** Largest payload of a frame. */
    static final int PAYLOAD_BYTES_MAX = 1 << 20;

    /**
     * Bytes that may wait for one session. A session that is fed by others and falls behind by more
     * is closed, so that nothing is lost unseen.
     */
    static final int QUEUE_BYTES_MAX = 64 << 20;

    /** Descriptors that are for jars, loops and the like. */
    private static final int OWN_DESCRIPTORS = 256;

    EchoOptions {
        if (port < 0 || port > 65_535) {
            throw new UnusableOptionException("--port must be 0 to 65535, was " + port);
        }
        if (loops < 1) {
            throw new UnusableOptionException("--loops must be at least 1, was " + loops);
        }
        if (fanOut && framing != Framing.LENGTH) {
            throw new UnusableOptionException("--fan-out needs --framing length");
        }
        if (fanOut && loops != 1) {
            // With more loops it would be a measurement of their command queues.
            throw new UnusableOptionException("--fan-out needs --loops 1");
        }
    }

    /** How many sessions a server that has a bound at all may have: all that the system allows. */
    static int sessionsMax() {
        long descriptors =
                ManagementFactory.getOperatingSystemMXBean()
                                instanceof UnixOperatingSystemMXBean unix
                        ? unix.getMaxFileDescriptorCount()
                        : Integer.MAX_VALUE;
        return Math.clamp(descriptors - OWN_DESCRIPTORS, 1, 1_000_000);
    }
}
