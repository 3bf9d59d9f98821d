package io.github.reactorboot.benchmarks.echo;

import io.netty.channel.DefaultSelectStrategyFactory;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.SelectStrategy;
import io.netty.channel.SelectStrategyFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Netty's transports. */
enum NettyTransport {
    NIO("nio", NioServerSocketChannel.class) {
        @Override
        @Nullable Throwable unavailability() {
            return null;
        }

        @Override
        IoHandlerFactory ioHandlers(Idle idle) {
            // The selector has no busy wait of its own, so it is asked again and again instead.
            SelectStrategy again = (ready, hasTasks) -> ready.get();
            return NioIoHandler.newFactory(
                    SelectorProvider.provider(),
                    idle == Idle.SPIN ? () -> again : DefaultSelectStrategyFactory.INSTANCE);
        }
    },
    EPOLL("epoll", EpollServerSocketChannel.class) {
        @Override
        @Nullable Throwable unavailability() {
            return Epoll.unavailabilityCause();
        }

        @Override
        IoHandlerFactory ioHandlers(Idle idle) {
            SelectStrategy busy =
                    (ready, hasTasks) -> hasTasks ? ready.get() : SelectStrategy.BUSY_WAIT;
            SelectStrategyFactory strategies =
                    idle == Idle.SPIN ? () -> busy : DefaultSelectStrategyFactory.INSTANCE;
            // 0: as many events a turn as there are
            return EpollIoHandler.newFactory(0, strategies);
        }
    },
    IO_URING("io_uring", IoUringServerSocketChannel.class) {
        @Override
        @Nullable Throwable unavailability() {
            return IoUring.unavailabilityCause();
        }

        @Override
        IoHandlerFactory ioHandlers(Idle idle) {
            if (idle == Idle.SPIN) {
                throw new UnusableOptionException("netty's io_uring has no --idle spin");
            }
            // Without a ring of provided buffers. Server processor time per message with one (16 to
            // 256 buffers, most of them incremental), in interleaved slices: 0.99 to 1.04 raw (50
            // and 500 connections, 1 in flight), 1.02 to 1.18 with framing (50, 32), and for raw
            // messages of 1 KiB from 0.81 to 1.16, which no size of the ring won everywhere.
            return IoUringIoHandler.newFactory();
        }
    };

    private final String engine;
    private final Class<? extends ServerChannel> channel;

    NettyTransport(String engine, Class<? extends ServerChannel> channel) {
        this.engine = engine;
        this.channel = channel;
    }

    static NettyTransport of(String engine) {
        for (NettyTransport each : values()) {
            if (each.engine.equals(engine)) {
                Throwable cause = each.unavailability();
                if (cause != null) {
                    throw new UnusableOptionException(
                            "netty cannot have engine '%s' here: %s".formatted(engine, cause));
                }
                return each;
            }
        }
        throw new UnusableOptionException(
                "netty has no engine '%s'; it has %s"
                        .formatted(
                                engine,
                                Arrays.stream(values())
                                        .map(each -> each.engine)
                                        .collect(Collectors.joining(", "))));
    }

    String engine() {
        return engine;
    }

    /** Why it cannot be had here; null if it can. */
    abstract @Nullable Throwable unavailability();

    abstract IoHandlerFactory ioHandlers(Idle idle);

    Class<? extends ServerChannel> channel() {
        return channel;
    }
}
