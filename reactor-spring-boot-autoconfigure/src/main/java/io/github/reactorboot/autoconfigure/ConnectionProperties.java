package io.github.reactorboot.autoconfigure;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * One connection, {@code reactor.connections.<name>}: a device that is opened, and opened again
 * when it was lost.
 *
 * @param runtime Name of the runtime whose event loops serve the session; its engine must be epoll
 *     or io_uring.
 * @param device Path of a FIFO, a serial line or another character device.
 * @param access In which directions bytes go; by default a FIFO is read, anything else is read and
 *     written.
 * @param framing How messages are found in the stream.
 * @param codec How payloads become objects: text, json, bytes, or the name of a Codec bean.
 * @param maxPendingReplies Replies outstanding, or blocking messages in flight, beyond which the
 *     session is not read.
 * @param idleTimeout Time without a byte in either direction after which the session is closed; 0
 *     for never.
 * @param frameTimeout Time from the first byte of a frame to its last; 0 for no limit.
 * @param writeTimeout Time for which the device may take nothing although something is queued; 0
 *     for no limit.
 * @param closeTimeout Time from the wish to close the session to its end.
 * @param outbound Bounds of what is queued for the session.
 * @param reconnect When the device is opened again.
 * @param executor Name of the Executor bean for blocking handler methods; the executor of the
 *     application by default.
 * @param sessionEvents Whether to publish an application event when a session opens and closes.
 *     Event listeners then run on the event loop.
 * @param measureHandlers Whether to measure the time spent in handlers.
 */
public record ConnectionProperties(
        @DefaultValue(ReactorRuntimeProperties.DEFAULT_RUNTIME) String runtime,
        @Nullable String device,
        @DefaultValue("auto") Access access,
        @DefaultValue FramingProperties framing,
        @DefaultValue("text") String codec,
        @DefaultValue("64") int maxPendingReplies,
        @DefaultValue("0s") Duration idleTimeout,
        @DefaultValue("30s") Duration frameTimeout,
        @DefaultValue("30s") Duration writeTimeout,
        @DefaultValue("5s") Duration closeTimeout,
        @DefaultValue ListenerProperties.Outbound outbound,
        @DefaultValue Reconnect reconnect,
        @Nullable String executor,
        @DefaultValue("false") boolean sessionEvents,
        @DefaultValue("true") boolean measureHandlers) {

    /** In which directions bytes go. */
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
     * When the device is opened again, {@code reactor.connections.<name>.reconnect}.
     *
     * @param enabled Whether the device is opened again when its session has ended or it could not
     *     be opened.
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
