package io.github.reactorboot.runtime;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** What one gathering write is given; one for all sessions of a loop, owned by it. */
final class Gather {

    final @Nullable ByteBuffer[] buffers = new @Nullable ByteBuffer[64];
    int count;
    long bytes;
}
