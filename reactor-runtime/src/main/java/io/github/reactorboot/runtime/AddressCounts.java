package io.github.reactorboot.runtime;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Sessions by address of the peer. IPv6 peers are counted by their /64 network, which is what one
 * customer gets (RFC 6177), or one host could use a new address for each connection. Any thread;
 * bounded by the sessions of the listener, since an address without session has no entry.
 */
final class AddressCounts {

    private record Network64(long prefix) {}

    private final ConcurrentMap<Object, Integer> counts = new ConcurrentHashMap<>();
    private final int most;

    AddressCounts(int most) {
        this.most = most;
    }

    /** The key of an address, null for one that is not counted. */
    static @Nullable Object keyOf(@Nullable SocketAddress address) {
        if (!(address instanceof InetSocketAddress internet)) {
            return null;
        }
        if (internet.getAddress() instanceof Inet6Address six) {
            return new Network64(ByteBuffer.wrap(six.getAddress()).getLong());
        }
        return internet.getAddress();
    }

    /** Counts one more; false if that would be one too many. */
    boolean tryAdd(@Nullable Object key) {
        if (key == null) {
            return true;
        }
        int[] accepted = {0};
        counts.compute(
                key,
                (k, count) -> {
                    int now = count == null ? 0 : count;
                    accepted[0] = now < most ? 1 : 0;
                    return now < most ? Integer.valueOf(now + 1) : count;
                });
        return accepted[0] == 1;
    }

    void remove(@Nullable Object key) {
        if (key != null) {
            counts.computeIfPresent(key, (k, count) -> count == 1 ? null : count - 1);
        }
    }

    int size() {
        return counts.size();
    }
}
