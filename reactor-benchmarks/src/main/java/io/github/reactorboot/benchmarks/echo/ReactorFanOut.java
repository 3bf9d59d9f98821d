package io.github.reactorboot.benchmarks.echo;

import io.github.reactorboot.runtime.CloseReason;
import io.github.reactorboot.runtime.SendResult;
import io.github.reactorboot.runtime.Session;
import io.github.reactorboot.runtime.SessionHandler;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Sends each frame to all other sessions. Of one event loop, which alone calls it. */
final class ReactorFanOut implements SessionHandler {

    private final List<Session> sessions = new ArrayList<>();

    @Override
    public void onOpen(Session session) {
        sessions.add(session);
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // a session is itself and nothing else
    public void onMessage(Session session, ByteBuffer frame) {
        for (int i = 0; i < sessions.size(); i++) {
            Session other = sessions.get(i);
            if (other != session && other.send(frame) == SendResult.FULL) {
                other.abort();
            }
        }
    }

    @Override
    public void onClose(Session session, CloseReason reason) {
        sessions.remove(session);
    }
}
