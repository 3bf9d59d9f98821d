package io.github.reactorboot.engine.linux.uring;

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

/**
 * The engine over io_uring; priority 5. {@code auto} does not take it: containers forbid it often,
 * and what it gains is little.
 */
public final class IoUringPollEngineProvider implements PollEngineProvider {

    private static final EngineSettings SMALLEST = new EngineSettings(1024);

    @Override
    public String name() {
        return "io_uring";
    }

    @Override
    public int priority() {
        return 5;
    }

    @Override
    public boolean eligibleForAuto() {
        return false;
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
            String message = e.getMessage();
            return message == null ? "it was tried and failed: " + e : message;
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
        return new IoUringPollEngine(RingSizes.of(settings), KernelFeatures.get());
    }
}
