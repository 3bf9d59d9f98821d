package io.github.reactorboot.runtime;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is logged of sessions: never more than one line in ten seconds for what peers can provoke.
 */
final class SessionLog {

    private static final Logger log = LoggerFactory.getLogger(Session.class);

    private SessionLog() {}

    /** A framer, a codec or a handler threw; on the loop of the session. */
    static void failed(
            Session session, LogThrottle throttle, CloseReason reason, Throwable failure) {
        if (reason != CloseReason.HANDLER_ERROR && reason != CloseReason.REJECTED) {
            log.debug("Session {} is closed: {}", session.name(), failure.getMessage());
            return;
        }
        if (throttle.tryAcquire(session.loop().nowNanos())) {
            long more = throttle.suppressed();
            String others = more == 0 ? "" : " (" + more + " more since the last such line)";
            if (reason == CloseReason.REJECTED) {
                log.warn(
                        "Session {} is closed, rejected: {}{}",
                        session.name(),
                        failure.getMessage(),
                        others);
            } else {
                log.error(
                        "Session {} is closed: its handler threw{}",
                        session.name(),
                        others,
                        failure);
            }
        }
    }

    static void broken(Session session, RuntimeException defect) {
        log.error("Session {} is closed: an internal error", session.name(), defect);
    }
}
