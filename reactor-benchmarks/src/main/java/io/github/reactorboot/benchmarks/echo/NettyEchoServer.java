package io.github.reactorboot.benchmarks.echo;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Netty as its users set it up for speed: the event loops accept and serve (one loop is one thread
 * in all), void promises, one flush at the end of a read, nothing copied.
 */
final class NettyEchoServer implements EchoServer {

    private static final String NO_UNSAFE = "io.netty.noUnsafe";

    static {
        // Before any other class of Netty is there. On Java 24 and newer it leaves Unsafe alone
        // unless told otherwise, and is slower then.
        if (System.getProperty(NO_UNSAFE) == null) {
            System.setProperty(NO_UNSAFE, "false");
        }
    }

    /**
     * The adaptive one, which is the default of 4.2, unless the property {@code
     * io.netty.allocator.type} says {@code pooled}.
     */
    private static final ByteBufAllocator ALLOCATOR = ByteBufAllocator.DEFAULT;

    private static final WriteBufferWaterMark FAN_OUT_BOUNDS =
            new WriteBufferWaterMark(EchoOptions.QUEUE_BYTES_MAX / 2, EchoOptions.QUEUE_BYTES_MAX);

    private final EventLoopGroup group;
    private final List<Thread> threads;
    private final Channel channel;

    private NettyEchoServer(EventLoopGroup group, List<Thread> threads, Channel channel) {
        this.group = group;
        this.threads = threads;
        this.channel = channel;
    }

    static EchoServer start(EchoOptions options) throws IOException {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        NettyTransport transport = NettyTransport.of(options.engine());
        List<Thread> threads = new CopyOnWriteArrayList<>();
        ThreadFactory named =
                work -> {
                    // Netty pools what it makes for each message for threads of this kind only.
                    Thread thread = new FastThreadLocalThread(work, "netty-" + threads.size());
                    threads.add(thread);
                    return thread;
                };
        EventLoopGroup group =
                new MultiThreadIoEventLoopGroup(
                        options.loops(), named, transport.ioHandlers(options.idle()));
        ServerBootstrap bootstrap =
                new ServerBootstrap()
                        .group(group)
                        .channel(transport.channel())
                        .option(ChannelOption.SO_BACKLOG, EchoOptions.BACKLOG)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        // Without it the end of a peer's input drops answers not yet written.
                        .childOption(ChannelOption.ALLOW_HALF_CLOSURE, !options.fanOut())
                        .childOption(ChannelOption.ALLOCATOR, ALLOCATOR)
                        .childHandler(new NettyPipeline(options));
        if (options.fanOut()) {
            bootstrap.childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, FAN_OUT_BOUNDS);
        }
        var bound = bootstrap.bind(EchoOptions.HOST, options.port()).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            group.shutdownGracefully(0, 0, TimeUnit.SECONDS).awaitUninterruptibly();
            throw new IOException("netty cannot listen", bound.cause());
        }
        return new NettyEchoServer(group, threads, bound.channel());
    }

    @Override
    public int port() {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    @Override
    public List<Thread> loopThreads() {
        return threads;
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
