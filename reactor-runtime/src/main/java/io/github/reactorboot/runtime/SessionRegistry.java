package io.github.reactorboot.runtime;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sessions of one reactor. Any thread. */
final class SessionRegistry {

    private static final Logger log = LoggerFactory.getLogger(Session.class);

    /**
     * Ids are unique in the process, so that they can be mixed up between reactors and still be
     * right.
     */
    private static final AtomicLong IDS = new AtomicLong();

    private final ConcurrentMap<Long, StreamSession> byId = new ConcurrentHashMap<>();

    static long nextId() {
        return IDS.incrementAndGet();
    }

    void add(StreamSession session) {
        byId.put(session.id(), session);
    }

    void remove(StreamSession session) {
        byId.remove(session.id());
    }

    @Nullable StreamSession find(long id) {
        return byId.get(id);
    }

    int size() {
        return byId.size();
    }

    /** Weakly consistent. */
    Collection<StreamSession> all() {
        return Collections.unmodifiableCollection(byId.values());
    }

    /** The sessions of one endpoint now. */
    Collection<Session> of(Endpoint endpoint) {
        List<Session> found = new ArrayList<>();
        for (StreamSession session : byId.values()) {
            if (session.belongsTo(endpoint)) {
                found.add(session);
            }
        }
        return found;
    }

    @Nullable StreamSession find(String name) {
        for (StreamSession session : byId.values()) {
            if (session.name().equals(name)) {
                return session;
            }
        }
        return null;
    }

    /** Ends every session of a loop that is ending; on that loop. */
    void closeAll(EventLoop loop, @Nullable Throwable cause) {
        for (StreamSession session : byId.values()) {
            if (session.loop() == loop) {
                end(session, cause);
            }
        }
    }

    private static void end(StreamSession session, @Nullable Throwable cause) {
        try {
            session.flow()
                    .end(cause == null ? CloseReason.SHUTDOWN : CloseReason.LOOP_FAILED, cause);
        } catch (Throwable t) {
            // The other sessions must learn of their end all the same.
            log.error("Session {}: an error while it was closed", session.name(), t);
        }
    }
}
