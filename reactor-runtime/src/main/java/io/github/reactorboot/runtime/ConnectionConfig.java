package io.github.reactorboot.runtime;

import io.github.reactorboot.runtime.engine.Resource.Access;
import io.github.reactorboot.runtime.framing.Framer;
import io.github.reactorboot.runtime.framing.Framers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a device is and who serves it; immutable, made by {@link #builder(String)}. A device is a
 * file that can be waited for: a FIFO, a terminal such as a serial line, another character device.
 * The runtime changes no settings of a line (speed, parity): that is the matter of stty(1).
 *
 * @param name unique among the listeners and devices of its reactor
 * @param path where the file is
 * @param access in which directions bytes go; null to decide by what the file is when it is opened:
 *     {@link Access#READ} for a FIFO, {@link Access#READ_WRITE} for anything else
 * @param framer finds the messages
 * @param handlers gives each session its handler
 * @param session what sessions are held to; half-closed ones and socket options do not apply
 * @param reopen when the device is opened again after a failure or the end of its session; null for
 *     never
 */
public record ConnectionConfig(
        String name,
        Path path,
        @Nullable Access access,
        Framer framer,
        HandlerSource handlers,
        SessionSettings session,
        @Nullable Backoff reopen) {

    public ConnectionConfig {
        EndpointName.check("device", name);
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(framer, "framer");
        Objects.requireNonNull(handlers, "handlers");
        Objects.requireNonNull(session, "session");
    }

    /**
     * Begins a configuration: raw framing, the default limits but no idle timeout, since a device
     * may be silent for hours; opened again as {@link Backoff#DEFAULT} says. A path and a handler
     * are needed.
     */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    /** Fills a {@link ConnectionConfig}. */
    public static final class Builder {

        private final String name;
        private @Nullable Path path;
        private @Nullable Access access;
        private @Nullable HandlerSource handlers;
        private Framer framer = Framers.raw();
        private SessionSettings session = withoutIdleTimeout();
        private @Nullable Backoff reopen = Backoff.DEFAULT;

        private Builder(String name) {
            this.name = name;
        }

        private static SessionSettings withoutIdleTimeout() {
            SessionTimeouts usual = SessionTimeouts.DEFAULT;
            return SessionSettings.DEFAULT.withTimeouts(
                    new SessionTimeouts(
                            Duration.ZERO, usual.frame(), usual.write(), usual.close()));
        }

        /** Where the file is. */
        public Builder path(Path value) {
            this.path = value;
            return this;
        }

        /** In which directions bytes go; null, the default, to decide by what the file is. */
        public Builder access(@Nullable Access value) {
            this.access = value;
            return this;
        }

        /** How messages are found in the stream. */
        public Builder framer(Framer value) {
            this.framer = value;
            return this;
        }

        /** One handler for all sessions. */
        public Builder handler(SessionHandler value) {
            return handlers(HandlerSource.shared(value));
        }

        /** Where sessions get their handlers. */
        public Builder handlers(HandlerSource value) {
            this.handlers = value;
            return this;
        }

        /** What sessions are held to. */
        public Builder session(SessionSettings value) {
            this.session = value;
            return this;
        }

        /** When the device is opened again; null for never. */
        public Builder reopen(@Nullable Backoff value) {
            this.reopen = value;
            return this;
        }

        /**
         * The configuration.
         *
         * @throws IllegalStateException when the path or the handler is missing
         */
        public ConnectionConfig build() {
            if (path == null) {
                throw new IllegalStateException("device " + name + " needs a path");
            }
            if (handlers == null) {
                throw new IllegalStateException("device " + name + " needs a handler");
            }
            return new ConnectionConfig(name, path, access, framer, handlers, session, reopen);
        }
    }
}
