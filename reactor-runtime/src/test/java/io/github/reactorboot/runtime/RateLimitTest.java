package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How fast the frames of one session are delivered. */
@Tag("L4")
class RateLimitTest {

    private static final String TWENTY = "m\n".repeat(20);

    private static Embedded limited(int framesPerSecond, int burst) {
        return Embedded.lines(
                new RecordingHandler(),
                SessionSettings.DEFAULT.withRateLimit(new RateLimit(framesPerSecond, burst)));
    }

    private static int delivered(Embedded embedded) {
        embedded.settle();
        List<String> events = new ArrayList<>();
        embedded.handler.events.drainTo(events);
        return (int) events.stream().filter(event -> event.startsWith("message")).count();
    }

    @Test
    void aBurstComesAtOnceAndTheRestAtItsRate() {
        try (Embedded embedded = limited(10, 4)) {
            embedded.connect().sends(TWENTY);
            assertThat(delivered(embedded)).isEqualTo(4);
            embedded.clock.advance(Duration.ofMillis(99));
            assertThat(delivered(embedded)).isZero();
            embedded.clock.advance(Duration.ofMillis(1));
            assertThat(delivered(embedded)).isEqualTo(1);
            for (int i = 0; i < 15; i++) {
                embedded.clock.advance(Duration.ofMillis(100));
                assertThat(delivered(embedded)).isEqualTo(1);
            }
            embedded.clock.advance(Duration.ofSeconds(10));
            assertThat(delivered(embedded)).as("all were delivered").isZero();
        }
    }

    @Test
    void aRestGivesBackTheBurstAndNoMore() {
        try (Embedded embedded = limited(10, 4)) {
            ScriptedPeer peer = embedded.connect().sends(TWENTY.substring(0, 8));
            assertThat(delivered(embedded)).isEqualTo(4);
            embedded.clock.advance(Duration.ofSeconds(100));
            peer.sends(TWENTY);
            assertThat(delivered(embedded)).isEqualTo(4);
        }
    }

    @Test
    void whatWaitsIsDeliveredBeforeTheEndOfThePeersInputCounts() {
        try (Embedded embedded = limited(10, 1)) {
            embedded.connect().sends("a\nb\nc\n").sendsFin();
            assertThat(delivered(embedded)).isEqualTo(1);
            for (int i = 0; i < 2; i++) {
                embedded.clock.advance(Duration.ofMillis(100));
                assertThat(delivered(embedded)).isEqualTo(1);
            }
            // The FIN lies behind the last frame, and is read when a frame could be.
            embedded.advance(Duration.ofMillis(100));
            assertThat(embedded.reactor.sessions()).isEmpty();
        }
    }

    @Test
    void anAbortLeavesNoTimer() {
        try (Embedded embedded = limited(1, 1)) {
            embedded.connect().sends(TWENTY);
            assertThat(delivered(embedded)).isEqualTo(1);
            embedded.session().abort();
            embedded.settle();
            embedded.turn();
            assertThat(embedded.loop().stats().timersArmed()).isZero();
        }
    }

    @Test
    void ratesHaveBounds() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RateLimit(0, 1))
                .withMessageContaining("framesPerSecond");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RateLimit(1, 1_000_001))
                .withMessageContaining("burst");
    }
}
