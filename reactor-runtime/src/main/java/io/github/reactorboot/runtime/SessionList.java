package io.github.reactorboot.runtime;

import java.util.ArrayDeque;
import java.util.function.Consumer;

/** Sessions that want something done later in the turn, each once; allocates nothing once grown. */
final class SessionList {

    private final ArrayDeque<SessionFlow> sessions = new ArrayDeque<>();

    /** Adds unless the session is listed, which the given flag of the session says. */
    void add(SessionFlow session, int flag) {
        if (session.state.markListed(flag)) {
            sessions.add(session);
        }
    }

    /**
     * Does something with each session that is listed now. Those that are added meanwhile wait for
     * the next turn, so that no two sessions can keep the loop here. A defect that one session
     * meets ends that session.
     *
     * @return how many there were
     */
    int each(int flag, Consumer<SessionFlow> action) {
        int count = sessions.size();
        for (int i = 0; i < count; i++) {
            SessionFlow session = sessions.remove();
            session.state.unmarkListed(flag);
            session.loop.meter().step();
            try {
                action.accept(session);
            } catch (RuntimeException e) {
                session.broken(e);
            }
        }
        return count;
    }

    int size() {
        return sessions.size();
    }

    boolean isEmpty() {
        return sessions.isEmpty();
    }
}
