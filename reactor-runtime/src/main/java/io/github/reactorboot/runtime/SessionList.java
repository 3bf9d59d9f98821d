package io.github.reactorboot.runtime;

import java.util.ArrayDeque;

/** Sessions that want something done later in the turn, each once; allocates nothing once grown. */
final class SessionList {

    private final ArrayDeque<SessionFlow> sessions = new ArrayDeque<>();

    /** Adds unless the session is listed, which the given flag of the session says. */
    void add(SessionFlow session, int flag) {
        if (session.state.markListed(flag)) {
            sessions.add(session);
        }
    }

    /** Removes the first session and clears its flag. */
    SessionFlow remove(int flag) {
        SessionFlow session = sessions.remove();
        session.state.unmarkListed(flag);
        return session;
    }

    boolean isEmpty() {
        return sessions.isEmpty();
    }

    int size() {
        return sessions.size();
    }
}
