package io.github.reactorboot.runtime;

import io.github.reactorboot.runtime.engine.AcceptEvents;
import io.github.reactorboot.runtime.engine.ConnectEvents;
import io.github.reactorboot.runtime.engine.ConnectSettings;
import io.github.reactorboot.runtime.engine.ConnectedSocket;
import io.github.reactorboot.runtime.engine.EngineSettings;
import io.github.reactorboot.runtime.engine.ListenSettings;
import io.github.reactorboot.runtime.engine.ListeningSocket;
import io.github.reactorboot.runtime.engine.PendingConnect;
import io.github.reactorboot.runtime.engine.PollEngine;
import io.github.reactorboot.runtime.engine.PollEngineProvider;
import io.github.reactorboot.runtime.engine.Resource;
import io.github.reactorboot.runtime.engine.SocketSettings;
import io.github.reactorboot.runtime.engine.Transport;
import io.github.reactorboot.runtime.engine.TransportEvents;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * An engine without sockets: the test says what peers send, and how much the kernel takes. Never
 * waits. Stepped by the test's thread; only {@link #wakeup()} may come from others.
 */
final class ScriptedEngine implements PollEngineProvider, PollEngine {

    final List<ScriptedPeer> peers = new ArrayList<>();
    final List<ScriptedListening> listening = new ArrayList<>();

    /** Devices that were opened. */
    final List<ScriptedPeer> devices = new ArrayList<>();

    /** Attempts to connect. */
    final List<ScriptedConnect> connects = new ArrayList<>();

    /** Thrown by each attempt to connect, if there is one. */
    IOException connectFailure;

    /** What was asked to be opened, with success or not. */
    final List<Resource> opened = new ArrayList<>();

    /** Done when a device is about to be opened. */
    Runnable whenOpening = () -> {};

    /** Thrown by each attempt to open a device, if there is one. */
    IOException openFailure;

    /** Whether other engines may listen on the same address. */
    boolean sharing;

    /** Thrown by the next attempt to bind, if there is one. */
    IOException bindFailure;

    private ByteBuffer readBuffer = ByteBuffer.allocateDirect(1024);
    private volatile int wakeups;
    private long lastTimeout;
    private int nextPort = 40_000;

    @Override
    public String name() {
        return "scripted";
    }

    @Override
    public int priority() {
        return -1;
    }

    @Override
    public String unavailableReason() {
        return null;
    }

    @Override
    public PollEngine open(EngineSettings settings) {
        readBuffer = ByteBuffer.allocateDirect(settings.readBufferBytes());
        peers.clear();
        return this;
    }

    /** How long the loop wanted to wait the last time. */
    long lastTimeout() {
        return lastTimeout;
    }

    int wakeups() {
        return wakeups;
    }

    int nextPort() {
        return nextPort++;
    }

    @Override
    public int await(long timeoutNanos) {
        lastTimeout = timeoutNanos;
        return 0;
    }

    @Override
    public int dispatch() {
        int events = 0;
        for (ScriptedListening each : List.copyOf(listening)) {
            events += each.dispatch();
        }
        for (ScriptedConnect each : List.copyOf(connects)) {
            events += each.dispatch();
        }
        for (ScriptedPeer each : List.copyOf(peers)) {
            events += each.dispatch();
        }
        return events;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // a count for tests with one other thread
    public void wakeup() {
        wakeups++;
    }

    @Override
    public ListeningSocket listen(ListenSettings settings, AcceptEvents events) throws IOException {
        if (bindFailure != null) {
            IOException thrown = bindFailure;
            bindFailure = null;
            throw thrown;
        }
        InetSocketAddress wanted = (InetSocketAddress) settings.address();
        InetSocketAddress bound =
                settings.joining()
                        ? wanted
                        : new InetSocketAddress(wanted.getAddress(), nextPort());
        ScriptedListening made =
                new ScriptedListening(this, bound, settings.acceptsPerTurn(), events);
        listening.add(made);
        return made;
    }

    @Override
    public PendingConnect connect(ConnectSettings settings, ConnectEvents events)
            throws IOException {
        if (connectFailure != null) {
            throw connectFailure;
        }
        ScriptedConnect made = new ScriptedConnect(this, settings, events);
        connects.add(made);
        return made;
    }

    @Override
    public Transport open(
            ConnectedSocket accepted, SocketSettings settings, TransportEvents events) {
        ScriptedPeer peer = (ScriptedPeer) accepted;
        peer.opened(events, readBuffer);
        peers.add(peer);
        return peer;
    }

    @Override
    public Transport open(Resource resource, TransportEvents events) throws IOException {
        opened.add(resource);
        whenOpening.run();
        if (openFailure != null) {
            throw openFailure;
        }
        ScriptedPeer device = new ScriptedPeer(null);
        device.opened(events, readBuffer);
        peers.add(device);
        devices.add(device);
        return device;
    }

    @Override
    public void close() {
        peers.forEach(ScriptedPeer::release);
        connects.forEach(ScriptedConnect::cancel);
        listening.clear();
    }
}
