package io.github.reactorboot.runtime;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The groups that one session is in, so that it can leave them. Any thread. */
final class SessionGroups {

    private final Set<SessionGroup> joined = ConcurrentHashMap.newKeySet();

    /** Called by the group alone, which knows its members. */
    void add(SessionGroup group) {
        joined.add(group);
    }

    /** As {@link #add}. */
    void remove(SessionGroup group) {
        joined.remove(group);
    }

    /** The session has ended. */
    void leaveAll(LoopSession session) {
        joined.forEach(group -> group.leave(session));
    }
}
