package io.github.reactorboot.handler;

import io.github.reactorboot.codec.BytesCodec;
import io.github.reactorboot.runtime.Session;
import io.github.reactorboot.runtime.SessionHandler;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what replies to nothing on a connection without a handler: says so in the log, at most once
 * in ten seconds.
 */
public final class UnmatchedFrames implements SessionHandler {

    private static final Logger log = LoggerFactory.getLogger(UnmatchedFrames.class);

    private static final long PERIOD_NANOS = 10_000_000_000L;
    private static final int SHOWN_BYTES_MAX = 64;

    private final AtomicLong nextLineNanos = new AtomicLong(System.nanoTime());
    private final AtomicLong silent = new AtomicLong();

    @Override
    public void onMessage(Session session, ByteBuffer frame) {
        long now = System.nanoTime();
        long next = nextLineNanos.get();
        if (now - next < 0 || !nextLineNanos.compareAndSet(next, now + PERIOD_NANOS)) {
            silent.incrementAndGet();
            return;
        }
        int size = frame.remaining();
        byte[] shown =
                BytesCodec.copy(frame.slice(frame.position(), Math.min(size, SHOWN_BYTES_MAX)));
        long more = silent.getAndSet(0);
        log.warn(
                "Session {} received a frame of {} bytes that replies to nothing, and has no handler for"
                        + " it: {}{}{}",
                session.name(),
                size,
                Payloads.printable(new String(shown, StandardCharsets.ISO_8859_1)),
                size > SHOWN_BYTES_MAX ? "..." : "",
                more == 0 ? "" : " (" + more + " more since the last such line)");
    }
}
