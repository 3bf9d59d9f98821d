package io.github.reactorboot.test.stepped;

import io.github.reactorboot.runtime.engine.AcceptEvents;
import io.github.reactorboot.runtime.engine.ConnectEvents;
import io.github.reactorboot.runtime.engine.ConnectSettings;
import io.github.reactorboot.runtime.engine.ConnectedSocket;
import io.github.reactorboot.runtime.engine.DatagramEvents;
import io.github.reactorboot.runtime.engine.DatagramSettings;
import io.github.reactorboot.runtime.engine.DatagramTransport;
import io.github.reactorboot.runtime.engine.Interest;
import io.github.reactorboot.runtime.engine.ListenSettings;
import io.github.reactorboot.runtime.engine.ListeningSocket;
import io.github.reactorboot.runtime.engine.PendingConnect;
import io.github.reactorboot.runtime.engine.PollEngine;
import io.github.reactorboot.runtime.engine.ReadyEvents;
import io.github.reactorboot.runtime.engine.Resource;
import io.github.reactorboot.runtime.engine.ResourceWatch;
import io.github.reactorboot.runtime.engine.SocketSettings;
import io.github.reactorboot.runtime.engine.Transport;
import io.github.reactorboot.runtime.engine.TransportEvents;
import io.github.reactorboot.runtime.engine.Watchable;
import java.io.IOException;

/** An engine of another kind, whose waits are the test's. */
record SteppedEngine(SteppedEngineProvider steps, PollEngine engine) implements PollEngine {

    @Override
    public int await(long timeoutNanos) throws IOException {
        return engine.await(steps.asked(timeoutNanos));
    }

    @Override
    public int dispatch() {
        return engine.dispatch();
    }

    @Override
    public void wakeup() {
        engine.wakeup();
    }

    @Override
    public ListeningSocket listen(ListenSettings settings, AcceptEvents events) throws IOException {
        return engine.listen(settings, events);
    }

    @Override
    public PendingConnect connect(ConnectSettings settings, ConnectEvents events)
            throws IOException {
        return engine.connect(settings, events);
    }

    @Override
    public Transport open(ConnectedSocket accepted, SocketSettings settings, TransportEvents events)
            throws IOException {
        return engine.open(accepted, settings, events);
    }

    @Override
    public Transport open(Resource resource, TransportEvents events) throws IOException {
        return engine.open(resource, events);
    }

    @Override
    public DatagramTransport bind(DatagramSettings settings, DatagramEvents events)
            throws IOException {
        return engine.bind(settings, events);
    }

    @Override
    public ResourceWatch watch(Watchable resource, Interest interest, ReadyEvents events)
            throws IOException {
        return engine.watch(resource, interest, events);
    }

    @Override
    public void close() {
        engine.close();
    }
}
