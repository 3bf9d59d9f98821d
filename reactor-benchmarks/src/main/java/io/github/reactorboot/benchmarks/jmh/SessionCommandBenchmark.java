package io.github.reactorboot.benchmarks.jmh;

import io.github.reactorboot.runtime.Listener;
import io.github.reactorboot.runtime.ListenerConfig;
import io.github.reactorboot.runtime.Session;
import io.github.reactorboot.runtime.SessionHandler;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.uring.IoUringServerSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A command from a thread that is not the loop to the handler of one session, until that thread
 * sees the handler's answer. Netty's peer is an event of the application that goes through the
 * pipeline and carries the future.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 2,
        jvmArgsAppend = {
            ForkFlags.NATIVE,
            ForkFlags.UNSAFE,
            ForkFlags.HEAP_LEAST,
            ForkFlags.HEAP_MOST
        })
public class SessionCommandBenchmark {

    @Benchmark
    public @Nullable Object reactor(ReactorSession state, Rest rest) {
        return answer(state.session.command(state).toCompletableFuture());
    }

    @Benchmark
    public @Nullable Object netty(NettyChannel state, Rest rest) {
        Command command = new Command(state, new CompletableFuture<>());
        state.channel.pipeline().fireUserEventTriggered(command);
        return answer(command.answer);
    }

    private static @Nullable Object answer(CompletableFuture<@Nullable Object> future) {
        while (!future.isDone()) {
            Thread.onSpinWait();
        }
        return future.join();
    }

    private static SocketChannel connect(InetSocketAddress address) throws IOException {
        return SocketChannel.open(address);
    }

    /** A command of Netty's peer. */
    private record Command(Object command, CompletableFuture<@Nullable Object> answer) {}

    /** A session of the runtime. */
    @State(Scope.Benchmark)
    @SuppressWarnings("NullAway.Init") // JMH calls the setup before anything else
    public static class ReactorSession implements SessionHandler {

        private final CompletableFuture<Session> opened = new CompletableFuture<>();
        private Session session;
        private SocketChannel peer;

        @Setup
        public void open(ReactorLoop loop) throws IOException {
            Listener listener =
                    loop.reactor()
                            .listen(
                                    ListenerConfig.builder("jmh")
                                            .address("127.0.0.1", 0)
                                            .handler(this)
                                            .build())
                            .toCompletableFuture()
                            .join();
            peer = connect((InetSocketAddress) listener.localAddress());
            session = opened.join();
        }

        @Override
        public void onOpen(Session from) {
            opened.complete(from);
        }

        @Override
        public void onMessage(Session from, ByteBuffer frame) {}

        @Override
        public Object onCommand(Session from, Object command) {
            return command;
        }

        @TearDown
        public void close() throws IOException {
            peer.close();
        }
    }

    /** A channel of Netty. */
    @State(Scope.Benchmark)
    @SuppressWarnings("NullAway.Init") // JMH calls the setup before anything else
    public static class NettyChannel {

        private final CompletableFuture<Channel> opened = new CompletableFuture<>();
        private Channel channel;
        private SocketChannel peer;

        @Setup
        public void open(NettyLoop loop) throws IOException {
            Channel server =
                    new ServerBootstrap()
                            .group(loop.group())
                            .channel(serverChannel(loop.engine))
                            .childHandler(
                                    new ChannelInitializer<>() {
                                        @Override
                                        protected void initChannel(Channel accepted) {
                                            accepted.pipeline().addLast(new Answering());
                                        }
                                    })
                            .bind(InetAddress.getLoopbackAddress(), 0)
                            .syncUninterruptibly()
                            .channel();
            peer = connect((InetSocketAddress) server.localAddress());
            channel = opened.join();
        }

        private static Class<? extends ServerChannel> serverChannel(String engine) {
            return switch (engine) {
                case "epoll" -> EpollServerSocketChannel.class;
                case "io_uring" -> IoUringServerSocketChannel.class;
                default -> NioServerSocketChannel.class;
            };
        }

        @TearDown
        public void close() throws IOException {
            peer.close();
        }

        private final class Answering extends ChannelInboundHandlerAdapter {

            @Override
            public void channelActive(ChannelHandlerContext context) {
                opened.complete(context.channel());
            }

            @Override
            public void userEventTriggered(ChannelHandlerContext context, Object event) {
                if (event instanceof Command asked) {
                    asked.answer.complete(asked.command);
                }
            }
        }
    }
}
