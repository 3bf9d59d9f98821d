package io.github.reactorboot.handler;

import io.github.reactorboot.runtime.EventLoop;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A method that is called again and again on each event loop. Two are equal only if they are one.
 */
public final class Tick {

    private static final Logger log = LoggerFactory.getLogger(Tick.class);

    /** A method that always throws must not fill the log. */
    private static final Duration LOG_PAUSE = Duration.ofSeconds(10);

    private final String method;
    private final Duration every;
    private final Object bean;
    private final Invocation call;
    private final AtomicLong lastLogNanos = new AtomicLong(System.nanoTime() - LOG_PAUSE.toNanos());

    Tick(String method, Duration every, Object bean, Invocation call) {
        this.method = method;
        this.every = every;
        this.bean = bean;
        this.call = call;
    }

    /** Time from the end of one call to the next. */
    public Duration every() {
        return every;
    }

    /** Calls the method; on that loop. */
    public void call(EventLoop loop) {
        try {
            call.call(bean, loop, null);
        } catch (Exception | StackOverflowError | LinkageError e) {
            long last = lastLogNanos.get();
            long now = System.nanoTime();
            if (now - last >= LOG_PAUSE.toNanos() && lastLogNanos.compareAndSet(last, now)) {
                log.error("{} (@OnTick) threw on {}", method, loop.name(), e);
            }
        }
    }
}
