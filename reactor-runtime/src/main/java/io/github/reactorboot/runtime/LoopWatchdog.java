package io.github.reactorboot.runtime;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks from outside whether the event loops make turns, and reports who holds one up while it
 * happens. One daemon thread a reactor.
 */
final class LoopWatchdog implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(LoopWatchdog.class);

    private final List<EventLoop> loops;
    private final long periodNanos;
    private final ReactorObserver observer;
    private final boolean[] reported;
    private final long[] worstNanos;
    private volatile boolean ending;
    private @Nullable Thread thread;

    LoopWatchdog(List<EventLoop> loops, Duration threshold, ReactorObserver observer) {
        this.loops = loops;
        this.periodNanos = Math.max(5_000_000L, threshold.toNanos() / 4);
        this.observer = observer;
        this.reported = new boolean[loops.size()];
        this.worstNanos = new long[loops.size()];
    }

    void start(String reactorName) {
        Thread started = new Thread(this, "reactor-" + reactorName + "-watchdog");
        started.setDaemon(true);
        thread = started;
        started.start();
    }

    void end() {
        ending = true;
        LockSupport.unpark(thread);
    }

    @Override
    public void run() {
        while (!ending) {
            LockSupport.parkNanos(this, periodNanos);
            for (int i = 0; i < loops.size(); i++) {
                look(i, loops.get(i));
            }
        }
    }

    private void look(int index, EventLoop loop) {
        loop.meter().look(loop.clockNanos());
        Duration stalled = loop.stalledFor();
        if (stalled.isZero()) {
            if (reported[index]) {
                reported[index] = false;
                Duration worst = Duration.ofNanos(worstNanos[index]);
                log.warn(
                        "Event loop {} goes on after at least {} ms",
                        loop.name(),
                        worst.toMillis());
                observer.onLoopRecovered(loop, worst);
            }
            return;
        }
        worstNanos[index] = stalled.toNanos();
        Thread blocked = loop.life().thread();
        if (!reported[index] && blocked != null) {
            reported[index] = true;
            loop.meter().stalled();
            StackTraceElement[] stack = blocked.getStackTrace();
            log.warn(
                    "Event loop {} is held up for {} ms by:{}",
                    loop.name(),
                    stalled.toMillis(),
                    format(stack));
            observer.onLoopStalled(loop, stalled, stack);
        }
    }

    private static String format(StackTraceElement[] stack) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Math.min(stack.length, 30); i++) {
            text.append(System.lineSeparator()).append("\tat ").append(stack[i]);
        }
        return text.toString();
    }
}
