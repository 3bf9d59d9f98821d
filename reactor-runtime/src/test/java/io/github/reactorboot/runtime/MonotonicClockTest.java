package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Time is that of a clock which nobody sets. */
@Tag("I5")
@Tag("fault-F29")
class MonotonicClockTest {

    @Test
    void aTimerIsNotEarlyByTheMonotonicClockOfTheSystem() throws Exception {
        try (Live live = Live.start()) {
            long began = System.nanoTime();
            CompletableFuture<Long> ran = new CompletableFuture<>();
            live.loop().schedule(Duration.ofMillis(20), () -> ran.complete(System.nanoTime()));
            assertThat(Await.result(ran) - began).isGreaterThanOrEqualTo(20_000_000);
        }
    }
}
