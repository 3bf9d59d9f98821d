package io.github.reactorboot.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SendTimesTest {

    private final Window window = new Window(() -> 0, null);
    private final SendTimes times = new SendTimes(4);

    @BeforeEach
    void open() {
        window.begin(0);
    }

    @Test
    void repliesTakeTheOldestFirst() {
        times.sent(1_000, 3);
        times.sent(1_200, 1);
        times.replied(1_900, 2, window);
        assertThat(window.latency()).isEqualTo(new Latency(0.9, 0.9, 0.9, 0.9, 0.9, 2));

        times.replied(2_100, 2, window);
        assertThat(window.latency()).isEqualTo(new Latency(0.9, 1.1, 1.1, 1.1, 1.1, 4));
    }

    @Test
    void theRingGoesRound() {
        times.sent(100, 1);
        times.sent(200, 1);
        times.sent(300, 1);
        for (int turn = 4; turn <= 103; turn++) {
            times.sent(turn * 100L, 1);
            times.replied(turn * 100L, 1, window);
        }
        // Each is answered three turns later.
        assertThat(window.latency()).isEqualTo(new Latency(0.3, 0.3, 0.3, 0.3, 0.3, 100));
    }
}
