package io.github.reactorboot.benchmarks.echo;

import java.util.List;

/** A server that listens. */
interface EchoServer extends AutoCloseable {

    /** Where it listens. */
    int port();

    /** The threads of its event loops that were started. */
    List<Thread> loopThreads();

    /** Ends it with all its sessions, and waits for its threads. */
    @Override
    void close();
}
