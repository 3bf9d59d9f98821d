package io.github.reactorboot.benchmarks.echo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Bare selector loops: what plain Java can do when it does nothing but echo. */
final class SelectorEchoServer implements EchoServer {

    private final List<SelectorLoop> loops;
    private final List<Thread> threads = new ArrayList<>();
    private final int port;
    private boolean closed;

    private SelectorEchoServer(List<SelectorLoop> loops, int port) {
        this.loops = loops;
        this.port = port;
    }

    @SuppressWarnings("AddressSelection") // it is an address, not a name
    static EchoServer start(EchoOptions options) throws IOException {
        if (!options.engine().equals("nio")) {
            throw new UnusableOptionException(
                    "selector has no engine '%s'; it has nio".formatted(options.engine()));
        }
        ServerSocketChannel listening = ServerSocketChannel.open();
        try {
            listening.bind(
                    new InetSocketAddress(EchoOptions.HOST, options.port()), EchoOptions.BACKLOG);
            listening.configureBlocking(false);
            List<SelectorLoop> loops = new ArrayList<>();
            for (int i = 0; i < options.loops(); i++) {
                loops.add(new SelectorLoop(options));
            }
            loops.get(0).accept(listening, loops);
            SelectorEchoServer server =
                    new SelectorEchoServer(loops, listening.socket().getLocalPort());
            server.startThreads();
            return server;
        } catch (IOException e) {
            listening.close();
            throw e;
        }
    }

    private void startThreads() {
        for (SelectorLoop loop : loops) {
            Thread thread = new Thread(loop, "selector-" + threads.size());
            threads.add(thread);
            thread.start();
        }
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public List<Thread> loopThreads() {
        return threads;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        loops.forEach(SelectorLoop::end);
        try {
            for (Thread thread : threads) {
                thread.join();
            }
            for (SelectorLoop loop : loops) {
                loop.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
