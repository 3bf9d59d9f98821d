package io.github.reactorboot.runtime;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The sessions of one reactor, which are those of its loops. Any thread. */
final class SessionRegistry {

    /**
     * Ids are unique in the process, so that they can be mixed up between reactors and still be
     * right.
     */
    private static final AtomicLong IDS = new AtomicLong();

    private final List<EventLoop> loops;

    SessionRegistry(List<EventLoop> loops) {
        this.loops = loops;
    }

    static long nextId() {
        return IDS.incrementAndGet();
    }

    @Nullable LoopSession find(long id) {
        for (EventLoop loop : loops) {
            LoopSession session = loop.sessions().find(id);
            if (session != null && !session.isHandshaking()) {
                return session;
            }
        }
        return null;
    }

    int size() {
        int sum = 0;
        for (EventLoop loop : loops) {
            sum += loop.sessions().size();
        }
        return sum;
    }

    /** Sessions whose handshake goes on are among them. */
    void forEach(Consumer<? super LoopSession> action) {
        for (EventLoop loop : loops) {
            loop.sessions().forEach(action);
        }
    }

    /** Those of now, but for sessions whose handshake goes on. */
    List<Session> matching(Predicate<? super LoopSession> predicate) {
        List<Session> found = new ArrayList<>();
        forEach(session -> {
            if (!session.isHandshaking() && predicate.test(session)) {
                found.add(session);
            }
        });
        return Collections.unmodifiableList(found);
    }
}
