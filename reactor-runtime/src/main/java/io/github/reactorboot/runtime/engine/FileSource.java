package io.github.reactorboot.runtime.engine;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A regular file that is open for reading, to be sent; made by {@link PollEngineProvider#openFile}.
 * One thread after the other uses it.
 */
public interface FileSource extends Closeable {

    /** How long the file is now. */
    long size() throws IOException;

    /**
     * Reads bytes of the file from a position, as {@link
     * java.nio.channels.FileChannel#read(ByteBuffer, long)} does.
     *
     * @param into a direct buffer; its position moves
     * @return how many bytes were read; -1 at the end of the file
     */
    int read(ByteBuffer into, long position) throws IOException;

    /** Closes the file; does nothing if it is closed. */
    @Override
    void close();
}
