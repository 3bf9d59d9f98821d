package io.github.reactorboot.runtime;

import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What is left of a session that ends: how many bytes it has received and not delivered, and
 * accepted and not sent, and where its socket was.
 */
record Leftover(long unread, long unsent, @Nullable SocketAddress localAddress) {

    private static final Leftover NOTHING = new Leftover(0, 0, null);

    static Leftover of(@Nullable Leftover known) {
        return known == null ? NOTHING : known;
    }

    Leftover plus(long moreUnread, long moreUnsent) {
        return moreUnread == 0 && moreUnsent == 0
                ? this
                : new Leftover(unread + moreUnread, unsent + moreUnsent, localAddress);
    }

    Leftover at(@Nullable SocketAddress address) {
        return new Leftover(unread, unsent, address);
    }
}
