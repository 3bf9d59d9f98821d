package io.github.reactorboot.engine.linux.uring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.engine.linux.libc.Libc;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a loop is woken where its ring cannot be sent a message. */
@Tag("A6")
@Timeout(60)
class RingWakeupTest {

    private static final RingSizes SMALL = new RingSizes(16, 32, 4, 1024, 1024);

    /**
     * The descriptor of the ring is closed, so that a message cannot be sent by it; its own thread
     * has the ring by an index. It is given back when that thread ends, as closing it once more
     * could hit another descriptor.
     */
    @Test
    void anEventfdWakesWhereAMessageCannotBeSent() throws Exception {
        FutureTask<Integer> woken =
                new FutureTask<>(() -> {
                    Libc libc = new Libc();
                    Ring ring = Ring.open(libc, SMALL);
                    KernelFeatures messages =
                            new KernelFeatures(KernelFeatures.get().limitedReceive(), true);
                    Operations operations = new Operations(ring, messages);
                    RingWakeup wakeup = new RingWakeup(ring, messages);
                    wakeup.enable(operations);
                    ring.submitAndWait(0, 0);
                    assertThat(libc.close(ring.fd())).isZero();
                    Thread waker = new Thread(wakeup::wakeup);
                    waker.start();
                    ring.submitAndWait(1, TimeUnit.SECONDS.toNanos(20));
                    waker.join();
                    int completions = ring.completions().look();
                    wakeup.close();
                    return completions;
                });
        Thread loop = new Thread(woken);
        loop.start();
        loop.join();
        assertThat(woken.get()).isEqualTo(1);
    }
}
