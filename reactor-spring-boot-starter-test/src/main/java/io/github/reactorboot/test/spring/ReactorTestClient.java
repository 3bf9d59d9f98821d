package io.github.reactorboot.test.spring;

import io.github.reactorboot.autoconfigure.ReactorRegistry;
import io.github.reactorboot.runtime.Listener;
import io.github.reactorboot.test.memory.ConnectionScript;
import io.github.reactorboot.test.memory.MemoryNetwork;
import io.github.reactorboot.test.memory.TestPeer;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Connects a test to the listeners of the application under test, without sockets. Made by {@link
 * AutoConfigureInMemoryReactor}. Any thread.
 *
 * <p>The context, and what is connected to it, outlives the test: close peers, best with
 * try-with-resources.
 */
public final class ReactorTestClient {

    private final MemoryNetwork network;
    private final ObjectProvider<ReactorRegistry> registry;

    ReactorTestClient(MemoryNetwork network, ObjectProvider<ReactorRegistry> registry) {
        this.network = network;
        this.registry = registry;
    }

    /**
     * Connects to a listener.
     *
     * @param listener its name below {@code reactor.listeners}
     * @throws IllegalArgumentException when no listener has this name
     * @throws IllegalStateException when it was never started, or the application has no reactor
     * @throws java.io.UncheckedIOException when it refuses, since it was stopped
     */
    public TestPeer connect(String listener) {
        return connect(listener, ConnectionScript.create());
    }

    /** As {@link #connect(String)}, with a script for the connection. */
    public TestPeer connect(String listener, ConnectionScript script) {
        ReactorRegistry reactors = registry.getIfAvailable();
        if (reactors == null) {
            throw new IllegalStateException(
                    "the application has no ReactorRegistry: is reactor.enabled false, or is its"
                            + " auto-configuration left out of this test?");
        }
        Listener started =
                reactors.listener(listener)
                        .orElseThrow(() ->
                                new IllegalStateException(
                                        "listener '%s' was not started".formatted(listener)));
        return network.connect(started.port(), script);
    }

    /** The network of the application's runtimes. */
    public MemoryNetwork network() {
        return network;
    }
}
