package io.github.reactorboot.test.stepped;

import io.github.reactorboot.runtime.engine.ConnectedSocket;
import io.github.reactorboot.runtime.engine.EngineSettings;
import io.github.reactorboot.runtime.engine.FileSource;
import io.github.reactorboot.runtime.engine.PollEngine;
import io.github.reactorboot.runtime.engine.PollEngineProvider;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Makes engines that do not wait, but note for how long they were meant to. */
final class SteppedEngineProvider implements PollEngineProvider {

    /** Long enough not to spin, short enough for other loops to have their turn. */
    private static final long WAIT_MOST_NANOS = 1_000_000;

    private final PollEngineProvider provider;
    private long askedNanos;
    private boolean waiting;

    SteppedEngineProvider(PollEngineProvider provider) {
        this.provider = provider;
    }

    /** How long the loop that turned last wanted to wait. */
    long askedNanos() {
        return askedNanos;
    }

    /** Whether they do wait a little. */
    void waits(boolean value) {
        waiting = value;
    }

    /** Called by the engines instead of waiting; returns how long they may wait. */
    long asked(long nanos) {
        askedNanos = nanos;
        return waiting ? Math.min(nanos, WAIT_MOST_NANOS) : 0;
    }

    @Override
    public String name() {
        return provider.name();
    }

    @Override
    public int priority() {
        return provider.priority();
    }

    @Override
    public @Nullable String unavailableReason() {
        return provider.unavailableReason();
    }

    @Override
    public boolean supportsUserTimeout() {
        return provider.supportsUserTimeout();
    }

    @Override
    public long addressOf(ByteBuffer direct) {
        return provider.addressOf(direct);
    }

    @Override
    public boolean eligibleForAuto() {
        return provider.eligibleForAuto();
    }

    @Override
    public FileSource openFile(Path path) throws IOException {
        return provider.openFile(path);
    }

    @Override
    public ConnectedSocket adopt(SocketChannel channel) {
        return provider.adopt(channel);
    }

    @Override
    public PollEngine open(EngineSettings settings) throws IOException {
        return new SteppedEngine(this, provider.open(settings));
    }
}
