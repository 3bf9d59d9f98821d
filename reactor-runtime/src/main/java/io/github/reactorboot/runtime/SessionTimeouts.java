package io.github.reactorboot.runtime;

import java.time.Duration;

/**
 * Time limits of a session; zero switches one off.
 *
 * @param idle nothing received and nothing taken by the peer; of datagrams, nothing received
 * @param frame from the first byte of a frame to its last
 * @param write the peer takes nothing although something is queued
 * @param close from {@link Session#close()} to the end; must not be zero
 */
public record SessionTimeouts(Duration idle, Duration frame, Duration write, Duration close) {

    /** 5 minutes, 30 seconds, 30 seconds, 5 seconds. */
    public static final SessionTimeouts DEFAULT =
            new SessionTimeouts(
                    Duration.ofMinutes(5),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(5));

    /** Those for datagrams: as {@link #DEFAULT}, but 1 minute of silence. */
    public static final SessionTimeouts DATAGRAM_DEFAULT =
            new SessionTimeouts(
                    Duration.ofMinutes(1), DEFAULT.frame(), DEFAULT.write(), DEFAULT.close());

    public SessionTimeouts {
        checkNotNegative("idle", idle);
        checkNotNegative("frame", frame);
        checkNotNegative("write", write);
        checkNotNegative("close", close);
        if (close.isZero()) {
            throw new IllegalArgumentException("close timeout must not be zero");
        }
    }

    private static void checkNotNegative(String name, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(name + " timeout must not be negative: " + value);
        }
    }
}
