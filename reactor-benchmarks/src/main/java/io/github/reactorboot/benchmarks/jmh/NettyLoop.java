package io.github.reactorboot.benchmarks.jmh;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.uring.IoUringIoHandler;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** An event loop of Netty on a thread of its own, with nothing else to do. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH calls the setup before anything else
public class NettyLoop {

    @Param({"nio", "epoll", "io_uring"})
    public String engine;

    private EventLoopGroup group;
    private EventLoop loop;

    /** Fails where the kernel or the machine does not have the engine. */
    @Setup
    public void start() {
        group = new MultiThreadIoEventLoopGroup(1, factory(engine));
        loop = group.next();
    }

    private static IoHandlerFactory factory(String engine) {
        return switch (engine) {
            case "nio" -> NioIoHandler.newFactory();
            case "epoll" -> EpollIoHandler.newFactory();
            case "io_uring" -> IoUringIoHandler.newFactory();
            default -> throw new IllegalArgumentException("Netty has no engine " + engine);
        };
    }

    @TearDown
    public void stop() {
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    EventLoopGroup group() {
        return group;
    }

    void execute(Runnable task) {
        loop.execute(task);
    }
}
