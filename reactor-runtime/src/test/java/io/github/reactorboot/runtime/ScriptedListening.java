package io.github.reactorboot.runtime;

import io.github.reactorboot.runtime.engine.AcceptEvents;
import io.github.reactorboot.runtime.engine.ListeningSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayDeque;

/** A listening socket whose connections and failures the test makes. */
final class ScriptedListening implements ListeningSocket {

    private final ScriptedEngine engine;
    private final InetSocketAddress address;
    private final int acceptsPerTurn;
    private final AcceptEvents events;
    private final ArrayDeque<ScriptedPeer> backlog = new ArrayDeque<>();
    private boolean accepting;
    private boolean closed;
    private int failures;
    private int attempts;
    private int shed;

    ScriptedListening(
            ScriptedEngine engine,
            InetSocketAddress address,
            int acceptsPerTurn,
            AcceptEvents events) {
        this.engine = engine;
        this.address = address;
        this.acceptsPerTurn = acceptsPerTurn;
        this.events = events;
    }

    /** A connection waits to be accepted. */
    ScriptedPeer connect() {
        ScriptedPeer peer =
                new ScriptedPeer(new InetSocketAddress(address.getAddress(), engine.nextPort()));
        backlog.add(peer);
        return peer;
    }

    /** The next attempts to accept fail, since no descriptor is left. */
    void failAccepts(int times) {
        failures = times;
    }

    /** How often the kernel was asked for a connection. */
    int attempts() {
        return attempts;
    }

    int shed() {
        return shed;
    }

    int waiting() {
        return backlog.size();
    }

    boolean isAccepting() {
        return accepting && !closed;
    }

    boolean isClosed() {
        return closed;
    }

    /** Level-triggered: there is an event as long as something waits. */
    int dispatch() {
        return isAccepting() && !backlog.isEmpty() ? accept(acceptsPerTurn) : 0;
    }

    private int accept(int most) {
        int accepted = 0;
        for (int tries = 0; tries < most && !closed && !backlog.isEmpty(); tries++) {
            attempts++;
            if (failures > 0) {
                failures--;
                events.onAcceptFailed(new IOException("Too many open files"), true);
                return accepted + 1;
            }
            if (backlog.element().isAborted()) {
                backlog.remove();
                events.onAcceptFailed(new IOException("Software caused connection abort"), false);
                continue;
            }
            accepted++;
            events.onAccepted(backlog.remove());
        }
        return accepted;
    }

    @Override
    public SocketAddress localAddress() {
        return address;
    }

    @Override
    public boolean allowSharing() {
        return engine.sharing;
    }

    @Override
    public void pauseAccepting() {
        accepting = false;
    }

    @Override
    public void resumeAccepting() {
        accepting = true;
    }

    @Override
    public int acceptWaiting(int most) {
        return accept(most);
    }

    @Override
    public int shed(int most) {
        // The spare descriptor serves for one connection; the others stay in the backlog.
        int count = 0;
        if (most > 0 && !backlog.isEmpty()) {
            backlog.remove().close();
            count = 1;
        }
        shed += count;
        return count;
    }

    @Override
    public void close() {
        closed = true;
        backlog.forEach(ScriptedPeer::close);
        backlog.clear();
    }
}
