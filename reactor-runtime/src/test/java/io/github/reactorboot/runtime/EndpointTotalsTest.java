package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The count of sessions that several loops share. */
@Tag("C7")
class EndpointTotalsTest {

    private final EndpointTotals totals = new EndpointTotals(1);

    @Test
    void noMoreThanTheBoundEnter() {
        assertThat(totals.tryEnter(2)).isTrue();
        assertThat(totals.tryEnter(2)).isTrue();
        assertThat(totals.tryEnter(2)).isFalse();
        assertThat(totals.live()).isEqualTo(2);
        totals.left();
        assertThat(totals.tryEnter(2)).isTrue();
    }

    @Test
    void threadsThatEnterAtOnceKeepTheBound() {
        int most = 1;
        AtomicInteger inside = new AtomicInteger();
        Queue<Integer> tooMany = new ConcurrentLinkedQueue<>();
        CountDownLatch go = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Thread thread =
                    new Thread(() -> {
                        Await.latch(go);
                        for (int n = 0; n < 200_000; n++) {
                            if (totals.tryEnter(most)) {
                                inside.incrementAndGet();
                                // Long enough for the others to stand at the door.
                                for (int spin = 0; spin < 50; spin++) {
                                    Thread.onSpinWait();
                                }
                                int now = inside.getAndDecrement();
                                if (now > most) {
                                    tooMany.add(now);
                                }
                                totals.left();
                            }
                        }
                    });
            thread.start();
            threads.add(thread);
        }
        go.countDown();
        threads.forEach(Await::end);
        assertThat(tooMany).isEmpty();
        assertThat(totals.live()).isZero();
    }
}
