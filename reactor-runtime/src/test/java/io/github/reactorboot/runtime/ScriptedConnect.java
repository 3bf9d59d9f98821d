package io.github.reactorboot.runtime;

import io.github.reactorboot.runtime.engine.ConnectEvents;
import io.github.reactorboot.runtime.engine.ConnectSettings;
import io.github.reactorboot.runtime.engine.PendingConnect;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** An attempt to connect of which the test says what comes; told with the next dispatch. */
final class ScriptedConnect implements PendingConnect {

    final ConnectSettings settings;
    private final ScriptedEngine engine;
    private final ConnectEvents events;
    private ScriptedPeer peer;
    private IOException failure;
    private boolean told;
    private boolean cancelled;

    ScriptedConnect(ScriptedEngine engine, ConnectSettings settings, ConnectEvents events) {
        this.engine = engine;
        this.settings = settings;
        this.events = events;
    }

    String host() {
        return ((InetSocketAddress) settings.remote()).getAddress().getHostAddress();
    }

    /** The peer accepts. */
    ScriptedPeer accepts() {
        return acceptsFrom(new InetSocketAddress("127.0.0.1", engine.nextPort()));
    }

    /** The peer accepts a connection that has this local address. */
    ScriptedPeer acceptsFrom(SocketAddress local) {
        peer = new ScriptedPeer(settings.remote()).at(local);
        return peer;
    }

    void refuses() {
        failsWith(new IOException("Connection refused"));
    }

    void failsWith(IOException cause) {
        failure = cause;
    }

    boolean isCancelled() {
        return cancelled;
    }

    boolean isOver() {
        return told || cancelled;
    }

    int dispatch() {
        if (told || cancelled || (peer == null && failure == null)) {
            return 0;
        }
        told = true;
        if (peer != null) {
            events.onConnected(peer);
        } else {
            events.onConnectFailed(failure);
        }
        return 1;
    }

    @Override
    public void cancel() {
        cancelled = !told;
    }
}
