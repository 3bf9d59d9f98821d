package io.github.reactorboot.test.memory;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** One end of a connection, as a kernel's socket. Guarded by the lock of its network. */
final class MemoryEnd {

    private final BytePipe in;
    private final BytePipe out;
    private final InetSocketAddress local;
    private final InetSocketAddress remote;
    private final ConnectionScript script;
    private boolean closed;

    private MemoryEnd(
            BytePipe in,
            BytePipe out,
            InetSocketAddress local,
            InetSocketAddress remote,
            ConnectionScript script) {
        this.in = in;
        this.out = out;
        this.local = local;
        this.remote = remote;
        this.script = script;
    }

    /** Both ends of a connection: who connects, and who accepts. */
    record Pair(MemoryEnd client, MemoryEnd server) {}

    static Pair pair(
            InetSocketAddress client,
            InetSocketAddress server,
            int pipeBytes,
            ConnectionScript script) {
        BytePipe toServer = new BytePipe(pipeBytes);
        BytePipe toClient = new BytePipe(pipeBytes);
        return new Pair(
                new MemoryEnd(toClient, toServer, client, server, script),
                new MemoryEnd(toServer, toClient, server, client, script));
    }

    InetSocketAddress local() {
        return local;
    }

    InetSocketAddress remote() {
        return remote;
    }

    ConnectionScript script() {
        return script;
    }

    BytePipe in() {
        return in;
    }

    boolean isClosed() {
        return closed;
    }

    /** Whether a write would take something, or fail. */
    boolean isWritable() {
        return out.isRefusing() || out.room() > 0;
    }

    /** Whether there are bytes, an end or a failure to be had. */
    boolean isReadable() {
        return in.available() > 0 || in.isAtEnd() || in.isAtReset();
    }

    /**
     * Reads what is there.
     *
     * @return how much, 0 for nothing, -1 for the end
     */
    int read(ByteBuffer into, int most) throws IOException {
        if (in.isAtReset()) {
            throw new IOException("Connection reset");
        }
        return in.isAtEnd() ? -1 : in.read(into, most);
    }

    /** Writes what there is room for. */
    int write(ByteBuffer bytes, int most) throws IOException {
        if (closed || out.isFinished() || out.isRefusing()) {
            throw new IOException("Broken pipe");
        }
        return out.write(bytes, most);
    }

    /** FIN. */
    void shutdownOutput() {
        if (!closed) {
            out.finish();
        }
    }

    /** FIN, or RST if something is left that was not read (RFC 2525, 2.17). */
    void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (in.available() > 0) {
            out.reset(false);
        } else {
            out.finish();
        }
        in.abandon(false);
    }

    /** RST: what the other end has not read yet is lost. */
    void reset() {
        if (!closed) {
            closed = true;
            out.reset(true);
            in.abandon(true);
        }
    }
}
