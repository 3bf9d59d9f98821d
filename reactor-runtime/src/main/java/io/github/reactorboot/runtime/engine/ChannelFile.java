package io.github.reactorboot.runtime.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file that is opened by the JDK. */
public record ChannelFile(FileChannel channel) implements FileSource {

    /**
     * Opens a regular file. May wait for the disk.
     *
     * @throws IOException when there is none, or it cannot be read
     */
    public static ChannelFile open(Path path) throws IOException {
        requireRegular(path);
        return new ChannelFile(FileChannel.open(path, StandardOpenOption.READ));
    }

    /**
     * Refuses what is there and is no regular file: a FIFO would be waited for (fifo(7)), a
     * directory fails late.
     */
    public static void requireRegular(Path path) throws IOException {
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw new IOException(
                    "%s is %s; only a regular file can be sent".formatted(path, FileKind.of(path)));
        }
    }

    @Override
    public long size() throws IOException {
        return channel.size();
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
        return channel.read(into, position);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // It was only read: nothing is lost.
        }
    }
}
