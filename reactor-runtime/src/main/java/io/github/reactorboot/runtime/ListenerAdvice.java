package io.github.reactorboot.runtime;

import io.github.reactorboot.runtime.engine.PollEngineProvider;
import java.net.InetSocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns of settings of a listener that its reactor cannot fulfil. */
record ListenerAdvice(PollEngineProvider engine, long bufferBytesPerLoop) {

    private static final Logger log = LoggerFactory.getLogger(Listener.class);

    void warn(ListenerConfig config) {
        warnOfLargeFrames(config);
        warnOfUserTimeout(config);
    }

    /**
     * A frame that grows holds two chunks for a moment, and not all memory is there for one
     * session.
     */
    private void warnOfLargeFrames(ListenerConfig config) {
        long frameBytes = config.session().maxFrameBytes();
        if (4 * frameBytes > bufferBytesPerLoop) {
            log.warn(
                    "Listener {}: frames may have {} bytes, but an event loop has {} bytes of buffers for"
                            + " all its sessions; such frames may close their sessions",
                    config.name(),
                    frameBytes,
                    bufferBytesPerLoop);
        }
    }

    private void warnOfUserTimeout(ListenerConfig config) {
        int millis = config.session().socket().userTimeoutMillis();
        if (millis > 0
                && config.address() instanceof InetSocketAddress
                && !engine.supportsUserTimeout()) {
            log.warn(
                    "Listener {}: the user timeout of {} ms has no effect, engine {} cannot set it",
                    config.name(),
                    millis,
                    engine.name());
        }
    }
}
