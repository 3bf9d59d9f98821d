package io.github.reactorboot.autoconfigure;

import io.github.reactorboot.runtime.Opening;
import io.github.reactorboot.runtime.TransportType;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * One connection, {@code reactor.connections.<name>}: an outbound session to a host, a Unix socket
 * or a device, which is opened again when it was lost.
 *
 * @param runtime Name of the runtime whose event loops serve the session; for a device its engine
 *     must be epoll or io_uring.
 * @param transport Whether a stream (tcp, also for Unix sockets and devices) or datagrams (udp) go
 *     to the host.
 * @param host Name or IP address of the host to connect to; a name is looked up for each attempt.
 *     Either this, a path or a device.
 * @param port Port of the host.
 * @param path Path of a Unix socket to connect to. Either this, a host or a device.
 * @param device Path of a FIFO, a serial line or another character device. Either this, a host or a
 *     path.
 * @param access In which directions bytes of a device go; by default a FIFO is read, anything else
 *     is read and written.
 * @param localAddress IP address to connect from; left to the system by default. For hosts only.
 * @param connectTimeout Time that one attempt may take, with the look-up of the name and all
 *     addresses.
 * @param open Whether the connection is opened when the application starts, or when somebody first
 *     sends something.
 * @param openDelay Time from the start of the application to the first attempt.
 * @param framing How messages are found in the stream; of datagrams each is one message.
 * @param codec How payloads become objects: text, json, bytes, or the name of a Codec bean.
 * @param exchange How replies find their requests.
 * @param maxPendingReplies Replies outstanding, or blocking messages in flight, beyond which the
 *     session is not read.
 * @param halfClose What happens when the peer closes its side: close ends the session when
 *     everything is answered, allow keeps it. Not for devices.
 * @param idleTimeout Time without a byte in either direction after which the session is closed; 0
 *     for never.
 * @param frameTimeout Time from the first byte of a frame to its last; 0 for no limit.
 * @param writeTimeout Time for which the peer may take nothing although something is queued; 0 for
 *     no limit.
 * @param closeTimeout Time from the wish to close the session to its end.
 * @param rateLimit How fast the messages of a session are delivered.
 * @param outbound Bounds of what is queued for the session.
 * @param socket Options of the socket. Not for devices.
 * @param reconnect When the connection is opened again.
 * @param executor Name of the Executor bean for blocking handler methods; the executor of the
 *     application by default.
 * @param sessionEvents Whether to publish an application event when a session opens and closes.
 *     Event listeners then run on the event loop.
 * @param measureHandlers Whether to measure the time spent in handlers.
 */
public record ConnectionProperties(
        @DefaultValue(ReactorRuntimeProperties.DEFAULT_RUNTIME) String runtime,
        @DefaultValue("tcp") TransportType transport,
        @Nullable String host,
        @Nullable Integer port,
        @Nullable String path,
        @Nullable String device,
        @DefaultValue("auto") Access access,
        @Nullable String localAddress,
        @DefaultValue("5s") Duration connectTimeout,
        @DefaultValue("at-start") Opening open,
        @DefaultValue("0s") Duration openDelay,
        @DefaultValue FramingProperties framing,
        @DefaultValue("text") String codec,
        @DefaultValue Exchange exchange,
        @DefaultValue("64") int maxPendingReplies,
        @DefaultValue("close") ListenerProperties.HalfClose halfClose,
        @DefaultValue("0s") Duration idleTimeout,
        @DefaultValue("30s") Duration frameTimeout,
        @DefaultValue("30s") Duration writeTimeout,
        @DefaultValue("5s") Duration closeTimeout,
        @DefaultValue RateLimitProperties rateLimit,
        @DefaultValue ListenerProperties.Outbound outbound,
        @DefaultValue Socket socket,
        @DefaultValue Reconnect reconnect,
        @Nullable String executor,
        @DefaultValue("false") boolean sessionEvents,
        @DefaultValue("true") boolean measureHandlers)
        implements SessionProperties {

    /** In which directions bytes of a device go. */
    public enum Access {
        /** A FIFO is read, anything else is read and written. */
        AUTO,
        /** The device is only read; what is sent is refused. */
        READ,
        /** The device is only written. */
        WRITE,
        /** The device is read and written. */
        READ_WRITE
    }

    /**
     * How replies find their requests, {@code reactor.connections.<name>.exchange}.
     *
     * @param correlation In-order (the oldest request gets the next frame), none, or the name of a
     *     CorrelationKey bean that reads the key of requests and replies; in-order by default, none
     *     for a device and for datagrams.
     * @param replyCorrelation Name of another CorrelationKey bean for replies, if they carry the
     *     key elsewhere than requests.
     * @param maxInFlight Requests that may wait for their replies; more are refused.
     * @param timeout Time that a reply may take, unless the call says otherwise.
     */
    public record Exchange(
            @Nullable String correlation,
            @Nullable String replyCorrelation,
            @DefaultValue("1024") int maxInFlight,
            @DefaultValue("10s") Duration timeout) {}

    /**
     * Options of the socket, {@code reactor.connections.<name>.socket}.
     *
     * @param noDelay Whether small segments leave at once (TCP_NODELAY).
     * @param keepAlive Whether the system probes an idle peer (SO_KEEPALIVE).
     * @param sendBuffer Size of the send buffer of the system (SO_SNDBUF); 0 for its default.
     * @param receiveBuffer Size of the receive buffer of the system (SO_RCVBUF); 0 for its default.
     * @param userTimeout Time for which what was sent may stay unacknowledged before the system
     *     gives the connection up (TCP_USER_TIMEOUT); 0 for its default. Only the engines epoll and
     *     io_uring can set it.
     */
    public record Socket(
            @DefaultValue("true") boolean noDelay,
            @DefaultValue("false") boolean keepAlive,
            @DefaultValue("0B") DataSize sendBuffer,
            @DefaultValue("0B") DataSize receiveBuffer,
            @DefaultValue("0s") Duration userTimeout) {}

    /**
     * When the connection is opened again, {@code reactor.connections.<name>.reconnect}.
     *
     * @param enabled Whether the connection is opened again when its session has ended or it could
     *     not be opened.
     * @param initialDelay Time before it is opened again; doubled with each attempt that fails.
     * @param maxDelay Longest time before it is opened again.
     * @param jitter By which part of itself a delay is at most longer or shorter, from 0 to 1.
     */
    public record Reconnect(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("100ms") Duration initialDelay,
            @DefaultValue("30s") Duration maxDelay,
            @DefaultValue("0.2") double jitter) {}
}
