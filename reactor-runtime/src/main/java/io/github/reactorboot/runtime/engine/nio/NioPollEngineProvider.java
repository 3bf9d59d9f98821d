package io.github.reactorboot.runtime.engine.nio;

import io.github.reactorboot.runtime.engine.ConnectedSocket;
import io.github.reactorboot.runtime.engine.EngineSettings;
import io.github.reactorboot.runtime.engine.PollEngine;
import io.github.reactorboot.runtime.engine.PollEngineProvider;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** The engine that is always there; priority 0. */
public final class NioPollEngineProvider implements PollEngineProvider {

    @Override
    public String name() {
        return "nio";
    }

    @Override
    public int priority() {
        return 0;
    }

    @Override
    public @Nullable String unavailableReason() {
        return null;
    }

    @Override
    public ConnectedSocket adopt(SocketChannel channel) {
        return NioConnectedSocket.of(channel);
    }

    @Override
    public PollEngine open(EngineSettings settings) throws IOException {
        return new NioPollEngine(settings);
    }
}
