package io.github.reactorboot.autoconfigure.endpoint;

import io.github.reactorboot.autoconfigure.health.DisplayText;
import io.github.reactorboot.runtime.Session;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.SanitizableData;

/**
 * One listener or connection with its sessions.
 *
 * @param listener the listener, if it is one
 * @param connection the connection, if it is one
 * @param total how many sessions there are
 * @param sessions the oldest of them, as many as were asked for
 */
public record SessionsDescriptor(
        String name,
        @Nullable ListenerDescriptor listener,
        @Nullable ConnectionDescriptor connection,
        int total,
        List<SessionDescriptor> sessions)
        implements OperationResponseBody {

    /**
     * One session.
     *
     * @param since when it was opened
     * @param queuedBytes bytes that wait to be taken by the peer
     * @param loop name of the event loop on which it lives
     * @param remoteAddress the peer, or {@code ******} for those who may not see it
     */
    public record SessionDescriptor(
            long id,
            String name,
            Instant since,
            long queuedBytes,
            String loop,
            String remoteAddress) {

        static SessionDescriptor of(Session session, boolean showValues) {
            return new SessionDescriptor(
                    session.id(),
                    session.name(),
                    Instant.ofEpochMilli(session.openedMillis()),
                    session.unsentBytes(),
                    session.loop().name(),
                    showValues
                            ? DisplayText.address(session.remoteAddress())
                            : SanitizableData.SANITIZED_VALUE);
        }
    }
}
