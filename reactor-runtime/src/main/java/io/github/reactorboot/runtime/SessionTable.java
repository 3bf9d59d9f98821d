package io.github.reactorboot.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sessions of one event loop by id, or by number: a hash table with open addressing, so that a
 * session costs a reference or two and no entry of its own. The loop alone adds and removes. Any
 * thread looks, and sees every session that was added before it began to look and was not removed
 * since.
 */
final class SessionTable {

    private static final Logger log = LoggerFactory.getLogger(Session.class);

    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Object[].class);

    private static final int SMALLEST = 16;

    /** 2^64 divided by the golden ratio: spreads ids that follow one another. */
    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

    /**
     * Stands where a session was, until the table is made anew: whoever looks must not stop there.
     */
    private static final Object GONE = new Object();

    /** A power of two long, with empty slots always. */
    private final ToLongFunction<LoopSession> key;

    private volatile @Nullable Object[] slots = new @Nullable Object[SMALLEST];

    private volatile int size;

    /** Slots that are not empty, those of sessions that are gone included. */
    private int used;

    private SessionTable(ToLongFunction<LoopSession> key) {
        this.key = key;
    }

    /** Of sessions by id. */
    static SessionTable byId() {
        return new SessionTable(LoopSession::id);
    }

    /** Of sessions of one endpoint by number. */
    static SessionTable byNumber() {
        return new SessionTable(LoopSession::number);
    }

    /** On the loop. The key is not in the table. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // the loop alone writes
    void add(LoopSession session) {
        if (4 * (used + 1) > 3 * slots.length) {
            renew();
        }
        put(slots, session);
        used++;
        size++;
    }

    /** On the loop; does nothing if the session is not there. */
    @SuppressWarnings({"NonAtomicVolatileUpdate", "ReferenceEquality"}) // as above; it is itself
    void remove(LoopSession session) {
        @Nullable Object[] table = slots;
        int index = start(key.applyAsLong(session), table.length);
        for (Object found = table[index]; found != null; found = table[index]) {
            if (found == session) {
                SLOT.setRelease(table, index, GONE);
                size--;
                return;
            }
            index = (index + 1) & (table.length - 1);
        }
    }

    /** Any thread. */
    @Nullable LoopSession find(long wanted) {
        @Nullable Object[] table = slots;
        int index = start(wanted, table.length);
        Object found;
        while ((found = SLOT.getAcquire(table, index)) != null) {
            if (found instanceof LoopSession session && key.applyAsLong(session) == wanted) {
                return session;
            }
            index = (index + 1) & (table.length - 1);
        }
        return null;
    }

    /** Any thread. */
    int size() {
        return size;
    }

    /** Any thread. Sessions may be removed by the action, when it runs on the loop. */
    void forEach(Consumer<? super LoopSession> action) {
        @Nullable Object[] table = slots;
        for (int index = 0; index < table.length; index++) {
            if (SLOT.getAcquire(table, index) instanceof LoopSession session) {
                action.accept(session);
            }
        }
    }

    /** The loop is over, and so are they. */
    void endAll(@Nullable Throwable cause) {
        forEach(session -> {
            try {
                session.end(cause == null ? CloseReason.SHUTDOWN : CloseReason.LOOP_FAILED, cause);
            } catch (Throwable t) {
                // The other sessions must learn of their end all the same.
                log.error("Session {}: an error while it was closed", session.name(), t);
            }
        });
    }

    /** Without the marks of those that are gone; larger or smaller, as it is needed. */
    private void renew() {
        int length = SMALLEST;
        while (8L * (size + 1) > 5L * length) {
            length <<= 1;
        }
        @Nullable Object[] renewed = new @Nullable Object[length];
        forEach(session -> put(renewed, session));
        used = size;
        slots = renewed;
    }

    private void put(@Nullable Object[] table, LoopSession session) {
        int index = start(key.applyAsLong(session), table.length);
        while (table[index] != null) {
            index = (index + 1) & (table.length - 1);
        }
        SLOT.setRelease(table, index, session);
    }

    private static int start(long key, int length) {
        return (int) ((key * SPREAD) >>> 40) & (length - 1);
    }
}
