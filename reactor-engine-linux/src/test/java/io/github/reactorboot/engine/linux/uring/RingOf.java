package io.github.reactorboot.engine.linux.uring;

import io.github.reactorboot.engine.linux.libc.NativeAccess;
import io.github.reactorboot.runtime.engine.EngineSettings;
import io.github.reactorboot.runtime.engine.FileSource;
import io.github.reactorboot.runtime.engine.PollEngine;
import io.github.reactorboot.runtime.engine.PollEngineProvider;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** Engines with rings of other sizes, or as on a kernel that can do less. */
record RingOf(KernelFeatures features, UnaryOperator<RingSizes> sizes)
        implements PollEngineProvider {

    /** Linux 6.1: nothing but what is needed. */
    static final RingOf OLD_KERNEL =
            new RingOf(new KernelFeatures(false, false), UnaryOperator.identity());

    /** This kernel, other sizes. */
    static RingOf sizes(UnaryOperator<RingSizes> sizes) throws IOException {
        return new RingOf(KernelFeatures.get(), sizes);
    }

    @Override
    public String name() {
        return "io_uring";
    }

    @Override
    public int priority() {
        return 0;
    }

    @Override
    public String unavailableReason() {
        return new IoUringPollEngineProvider().unavailableReason();
    }

    @Override
    public long addressOf(ByteBuffer direct) {
        return NativeAccess.addressOf(direct);
    }

    @Override
    public FileSource openFile(Path path) throws IOException {
        return new IoUringPollEngineProvider().openFile(path);
    }

    @Override
    public PollEngine open(EngineSettings settings) throws IOException {
        return new IoUringPollEngine(sizes.apply(RingSizes.of(settings)), features);
    }
}
