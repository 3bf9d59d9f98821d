package io.github.reactorboot.runtime;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether sessions begin with a handshake, and what it is held to.
 *
 * @param source makes the handshakes; null for none
 * @param timeout how long a handshake may take in all
 * @param maxBytes how many bytes of the peer a handshake may take up without being finished
 */
public record HandshakeSettings(@Nullable HandshakeSource source, Duration timeout, int maxBytes) {

    private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(10);

    /** So that the clock cannot overflow. */
    private static final Duration TIMEOUT_MOST = Duration.ofDays(366);

    private static final int USUAL_BYTES = 64 << 10;

    /** Sessions are open at once. */
    public static final HandshakeSettings NONE =
            new HandshakeSettings(null, USUAL_TIMEOUT, USUAL_BYTES);

    public HandshakeSettings {
        Objects.requireNonNull(timeout, "timeout");
        if (timeout.isZero() || timeout.isNegative()) {
            throw new IllegalArgumentException(
                    "handshake timeout must be positive, was " + timeout);
        }
        if (timeout.compareTo(TIMEOUT_MOST) > 0) {
            throw new IllegalArgumentException(
                    "handshake timeout must be at most %s, was %s"
                            .formatted(TIMEOUT_MOST, timeout));
        }
        if (maxBytes < 1) {
            throw new IllegalArgumentException(
                    "handshake maxBytes must be at least 1, was " + maxBytes);
        }
    }

    /** With a handshake of 10 seconds and 64 KiB at the most. */
    public static HandshakeSettings of(HandshakeSource source) {
        return new HandshakeSettings(
                Objects.requireNonNull(source, "source"), USUAL_TIMEOUT, USUAL_BYTES);
    }

    /** The same with another time limit. */
    public HandshakeSettings withTimeout(Duration other) {
        return new HandshakeSettings(source, other, maxBytes);
    }

    /** The same with another bound for what the peer sends. */
    public HandshakeSettings withMaxBytes(int other) {
        return new HandshakeSettings(source, timeout, other);
    }
}
