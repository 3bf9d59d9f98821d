package io.github.reactorboot.runtime.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Makes poll engines of one kind; found through {@link java.util.ServiceLoader}.
 *
 * <p>Providers are asked on the thread that builds a reactor. Looking at a provider must be cheap
 * and must not fail: what stands in the way is said by {@link #unavailableReason()}.
 */
public interface PollEngineProvider {

    /** The word that selects this engine in a configuration, for instance {@code nio}. */
    String name();

    /**
     * Among the available engines {@code auto} takes the one with the highest priority; nio has 0.
     */
    int priority();

    /** Whether {@code auto} may take this engine; one that is only taken by name says false. */
    default boolean eligibleForAuto() {
        return true;
    }

    /**
     * Why this engine cannot be used here, in a sentence that says what to change, or null when it
     * can be used.
     */
    @Nullable String unavailableReason();

    /**
     * The address of a direct buffer, for engines that hand addresses to the kernel; asked once for
     * each buffer, and kept with it. Any thread.
     *
     * @return the address of the byte at index 0; 0 if the engine does not need it
     */
    default long addressOf(ByteBuffer direct) {
        return 0;
    }

    /**
     * Opens a regular file whose bytes are to be sent with {@link Transport#writeFile}. Any thread;
     * may wait for the disk.
     *
     * @throws IOException when it is not there, cannot be read, or is no regular file
     */
    default FileSource openFile(Path path) throws IOException {
        return ChannelFile.open(path);
    }

    /**
     * Takes over a channel that was opened elsewhere, for {@link PollEngine#open}. Any thread.
     *
     * @param channel connected, and registered nowhere
     * @throws UnsupportedOperationException when this engine cannot serve a channel; the channel is
     *     as it was
     */
    default ConnectedSocket adopt(SocketChannel channel) {
        throw new UnsupportedOperationException(
                "the engine %s cannot serve a channel that was opened elsewhere; nio can"
                        .formatted(name()));
    }

    /** Whether {@link SocketSettings#userTimeoutMillis} has an effect. */
    default boolean supportsUserTimeout() {
        return false;
    }

    /**
     * Opens an engine for one event loop. The calling thread need not be that of the loop, which is
     * the one that calls any other method of the engine first.
     *
     * @throws IOException with what failed and the likely cause
     */
    PollEngine open(EngineSettings settings) throws IOException;
}
