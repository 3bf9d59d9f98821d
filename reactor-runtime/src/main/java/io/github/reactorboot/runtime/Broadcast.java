package io.github.reactorboot.runtime;

import java.util.function.Consumer;
import java.util.function.Predicate;

/** The open sessions of one loop that a broadcast of the reactor is for. */
record Broadcast(EventLoop loop, Predicate<? super Session> wanted)
        implements Publication.Audience {

    @Override
    public void forEach(Consumer<? super LoopSession> action) {
        loop.sessions()
                .forEach(session -> {
                    if (!session.isHandshaking() && wanted.test(session)) {
                        action.accept(session);
                    }
                });
    }

    /** All of them: only the loop could tell which ones are wanted. */
    @Override
    public int size() {
        return loop.sessions().size();
    }

    @Override
    public boolean closes(LoopSession slow) {
        return false;
    }

    @Override
    public int closeAll() {
        return 0;
    }
}
