package io.github.reactorboot.engine.linux.epoll;

import io.github.reactorboot.engine.linux.libc.FileCalls;
import io.github.reactorboot.engine.linux.libc.NativeAccess;
import io.github.reactorboot.engine.linux.socket.LinuxFile;
import io.github.reactorboot.runtime.engine.EngineSettings;
import io.github.reactorboot.runtime.engine.FileSource;
import io.github.reactorboot.runtime.engine.PollEngine;
import io.github.reactorboot.runtime.engine.PollEngineProvider;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The engine that {@code auto} takes on Linux where native access is enabled; priority 10. */
public final class EpollPollEngineProvider implements PollEngineProvider {

    private static final EngineSettings SMALLEST = new EngineSettings(1024);

    @Override
    public String name() {
        return "epoll";
    }

    @Override
    public int priority() {
        return 10;
    }

    @Override
    public @Nullable String unavailableReason() {
        String obstacle = NativeAccess.obstacle();
        if (obstacle != null) {
            return obstacle;
        }
        try {
            open(SMALLEST).close();
            return null;
        } catch (IOException | RuntimeException | LinkageError e) {
            return "it was tried and failed: " + e.getMessage();
        }
    }

    @Override
    public long addressOf(ByteBuffer direct) {
        return NativeAccess.addressOf(direct);
    }

    @Override
    public FileSource openFile(Path path) throws IOException {
        return LinuxFile.open(path);
    }

    @Override
    public boolean supportsUserTimeout() {
        return true;
    }

    @Override
    public PollEngine open(EngineSettings settings) throws IOException {
        FileCalls.load();
        return new EpollPollEngine(settings);
    }
}
