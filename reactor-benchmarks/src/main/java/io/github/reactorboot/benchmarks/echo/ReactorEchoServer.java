package io.github.reactorboot.benchmarks.echo;

import io.github.reactorboot.runtime.AcceptLimits;
import io.github.reactorboot.runtime.EngineUnavailableException;
import io.github.reactorboot.runtime.EventLoop;
import io.github.reactorboot.runtime.IdleStrategy;
import io.github.reactorboot.runtime.Listener;
import io.github.reactorboot.runtime.ListenerConfig;
import io.github.reactorboot.runtime.OutboundLimits;
import io.github.reactorboot.runtime.Reactor;
import io.github.reactorboot.runtime.SendResult;
import io.github.reactorboot.runtime.Session;
import io.github.reactorboot.runtime.SessionSettings;
import io.github.reactorboot.runtime.framing.Framers;
import java.nio.ByteBuffer;
import java.util.List;

/** The runtime in plain Java. Time limits are those that every application gets. */
final class ReactorEchoServer implements EchoServer {

    private final Reactor reactor;
    private final Listener listener;
    private final List<Thread> threads;

    private ReactorEchoServer(Reactor reactor, Listener listener) {
        this.reactor = reactor;
        this.listener = listener;
        this.threads = threads(reactor);
    }

    static EchoServer start(EchoOptions options) {
        Reactor reactor = reactor(options);
        reactor.start();
        try {
            Listener listener = reactor.listen(listener(options)).toCompletableFuture().join();
            return new ReactorEchoServer(reactor, listener);
        } catch (RuntimeException e) {
            reactor.close();
            throw e;
        }
    }

    private static Reactor reactor(EchoOptions options) {
        try {
            return Reactor.builder("echo")
                    .engine(options.engine())
                    .loops(options.loops())
                    .idleStrategy(
                            switch (options.idle()) {
                                case BLOCK -> IdleStrategy.BLOCK;
                                case SPIN -> IdleStrategy.SPIN;
                            })
                    .build();
        } catch (EngineUnavailableException e) {
            throw new UnusableOptionException(e.getMessage());
        }
    }

    private static ListenerConfig listener(EchoOptions options) {
        AcceptLimits usual = AcceptLimits.DEFAULT;
        OutboundLimits outbound = OutboundLimits.DEFAULT;
        return ListenerConfig.builder("echo")
                .address(EchoOptions.HOST, options.port())
                .framer(
                        switch (options.framing()) {
                            case RAW -> Framers.raw();
                            case LENGTH -> Framers.length(4);
                        })
                .handler(options.fanOut() ? new ReactorFanOut() : ReactorEchoServer::echo)
                .limits(
                        new AcceptLimits(
                                EchoOptions.sessionsMax(),
                                usual.maxSessionsPerAddress(),
                                EchoOptions.BACKLOG,
                                usual.acceptsPerTurn(),
                                usual.receiveBufferBytes(),
                                usual.pathPermissions()))
                .session(
                        SessionSettings.DEFAULT
                                .withMaxFrameBytes(EchoOptions.PAYLOAD_BYTES_MAX)
                                .withOutbound(
                                        new OutboundLimits(
                                                outbound.highWaterBytes(),
                                                outbound.lowWaterBytes(),
                                                EchoOptions.QUEUE_BYTES_MAX)))
                .build();
    }

    private static void echo(Session session, ByteBuffer frame) {
        if (session.send(frame) == SendResult.FULL) {
            // A gap would go unseen in a raw stream.
            session.abort();
        }
    }

    static List<Thread> threads(Reactor reactor) {
        return LoopThreads.named(
                reactor.loops().stream().map(EventLoop::name).map("reactor-"::concat).toList());
    }

    @Override
    public int port() {
        return listener.port();
    }

    @Override
    public List<Thread> loopThreads() {
        return threads;
    }

    @Override
    public void close() {
        reactor.close();
    }
}
