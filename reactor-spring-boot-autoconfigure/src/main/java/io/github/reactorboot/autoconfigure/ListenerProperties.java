package io.github.reactorboot.autoconfigure;

import io.github.reactorboot.runtime.TransportType;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * One listener, {@code reactor.listeners.<name>}.
 *
 * @param runtime Name of the runtime whose event loops serve the sessions.
 * @param transport Whether streams (tcp, also for Unix sockets) or datagrams (udp) are served.
 * @param address Address or host name to listen on; all addresses by default.
 * @param port Port to listen on; 0 for any free port. Either this or a path.
 * @param path Path of a Unix socket to listen on. Either this or a port.
 * @param permissions Who may connect to the Unix socket, such as rw-rw----; only the owner by
 *     default.
 * @param framing How messages are found in the stream; of datagrams each is one message.
 * @param codec How payloads become objects: text, json, bytes, or the name of a Codec bean.
 * @param handshake Name of the HandshakeSource bean that makes what comes before a session is open;
 *     nothing by default.
 * @param handshakeTimeout Time that a handshake may take in all.
 * @param maxSessions Sessions at one time; further connections are closed at once, and a further
 *     source of datagrams takes the place of the one that was silent longest.
 * @param maxSessionsPerAddress Sessions at one time of one peer address (IPv6: one /64 network); 0
 *     for no bound.
 * @param maxPendingReplies Replies outstanding, or blocking messages in flight, beyond which a
 *     session is not read.
 * @param halfClose What happens when the peer closes its side: close ends the session when
 *     everything is answered, allow keeps it.
 * @param idleTimeout Time without a byte in either direction after which a session is closed; 0 for
 *     never. For datagrams the time in which none came, 1m if it is not set.
 * @param frameTimeout Time from the first byte of a frame to its last; 0 for no limit.
 * @param writeTimeout Time for which a peer may take nothing although something is queued; 0 for no
 *     limit.
 * @param closeTimeout Time from the wish to close a session to its end.
 * @param rateLimit How fast the messages of a session are delivered.
 * @param outbound Bounds of what is queued for one session.
 * @param socket Options of the sockets.
 * @param executor Name of the Executor bean for blocking handler methods; the executor of the
 *     application by default.
 * @param autoStart Whether to listen when the application starts, or only when told to.
 * @param sessionEvents Whether to publish an application event when a session opens and closes.
 *     Event listeners then run on the event loop.
 * @param measureHandlers Whether to measure the time spent in handlers.
 */
public record ListenerProperties(
        @DefaultValue(ReactorRuntimeProperties.DEFAULT_RUNTIME) String runtime,
        @DefaultValue("tcp") TransportType transport,
        @Nullable String address,
        @Nullable Integer port,
        @Nullable String path,
        @Nullable String permissions,
        @DefaultValue FramingProperties framing,
        @DefaultValue("text") String codec,
        @Nullable String handshake,
        @DefaultValue("10s") Duration handshakeTimeout,
        @DefaultValue("10000") int maxSessions,
        @DefaultValue("0") int maxSessionsPerAddress,
        @DefaultValue("64") int maxPendingReplies,
        @DefaultValue("close") HalfClose halfClose,
        @DefaultValue("5m") Duration idleTimeout,
        @DefaultValue("30s") Duration frameTimeout,
        @DefaultValue("30s") Duration writeTimeout,
        @DefaultValue("5s") Duration closeTimeout,
        @DefaultValue RateLimitProperties rateLimit,
        @DefaultValue Outbound outbound,
        @DefaultValue Socket socket,
        @Nullable String executor,
        @DefaultValue("true") boolean autoStart,
        @DefaultValue("false") boolean sessionEvents,
        @DefaultValue("true") boolean measureHandlers)
        implements SessionProperties {

    /** What becomes of a session when its peer has closed its side. */
    public enum HalfClose {
        /** Everything received is answered, then the session is closed. */
        CLOSE,
        /** The session lives on until the application closes it. */
        ALLOW
    }

    /**
     * Bounds of what is queued for one session, {@code reactor.listeners.<name>.outbound}.
     *
     * @param highWaterMark Queued bytes beyond which a session is not read.
     * @param lowWaterMark Queued bytes below which it is read again.
     * @param limit Queued bytes beyond which a send is refused whole.
     * @param readWhileFull Whether a session is read beyond the high-water mark, too; for a relay,
     *     which pauses the session whose messages it sends.
     */
    public record Outbound(
            @DefaultValue("64KB") DataSize highWaterMark,
            @DefaultValue("32KB") DataSize lowWaterMark,
            @DefaultValue("1MB") DataSize limit,
            @DefaultValue("false") boolean readWhileFull) {}

    /**
     * Options of the sockets, {@code reactor.listeners.<name>.socket}.
     *
     * @param backlog Connections that may wait to be accepted; the system may cut it.
     * @param noDelay Whether small segments leave at once (TCP_NODELAY).
     * @param keepAlive Whether the system probes an idle peer (SO_KEEPALIVE).
     * @param sendBuffer Size of the send buffer of the system (SO_SNDBUF); 0 for its default.
     * @param receiveBuffer Size of the receive buffer of the system (SO_RCVBUF); 0 for its default.
     * @param acceptsPerTurn Connections accepted before the sessions of the loop are served again.
     * @param userTimeout Time for which what was sent may stay unacknowledged before the system
     *     gives the connection up (TCP_USER_TIMEOUT); 0 for its default. Only the engines epoll and
     *     io_uring can set it.
     */
    public record Socket(
            @DefaultValue("1024") int backlog,
            @DefaultValue("true") boolean noDelay,
            @DefaultValue("false") boolean keepAlive,
            @DefaultValue("0B") DataSize sendBuffer,
            @DefaultValue("0B") DataSize receiveBuffer,
            @DefaultValue("10") int acceptsPerTurn,
            @DefaultValue("0s") Duration userTimeout) {}
}
