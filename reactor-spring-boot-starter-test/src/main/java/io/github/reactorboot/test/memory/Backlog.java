package io.github.reactorboot.test.memory;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** An address that is listened on, and who waits there. Guarded by the lock of its network. */
final class Backlog {

    private final InetSocketAddress address;
    private final int most;
    private final Queue<MemoryEnd> waiting = new ArrayDeque<>();
    private boolean closed;

    Backlog(InetSocketAddress address, int most) {
        this.address = address;
        this.most = Math.max(1, most);
    }

    InetSocketAddress address() {
        return address;
    }

    boolean hasRoom() {
        return waiting.size() < most;
    }

    boolean isClosed() {
        return closed;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    void add(MemoryEnd server) {
        waiting.add(server);
    }

    @Nullable MemoryEnd poll() {
        return waiting.poll();
    }

    /** What waits is reset, as nobody will ever accept it. */
    void close() {
        closed = true;
        waiting.forEach(MemoryEnd::reset);
        waiting.clear();
    }
}
