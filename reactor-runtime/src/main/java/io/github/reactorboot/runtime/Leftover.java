package io.github.reactorboot.runtime;

import org.jspecify.annotations.Nullable;

/** Bytes that a session that ends has received and not delivered, and accepted and not sent. */
record Leftover(long unread, long unsent) {

    private static final Leftover NOTHING = new Leftover(0, 0);

    static Leftover of(@Nullable Leftover known) {
        return known == null ? NOTHING : known;
    }

    Leftover plus(long moreUnread, long moreUnsent) {
        return moreUnread == 0 && moreUnsent == 0
                ? this
                : new Leftover(unread + moreUnread, unsent + moreUnsent);
    }
}
