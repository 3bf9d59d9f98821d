package io.github.reactorboot.engine.linux.socket;

import io.github.reactorboot.engine.linux.libc.Errno;
import io.github.reactorboot.engine.linux.libc.FileCalls;
import io.github.reactorboot.engine.linux.libc.Libc;
import io.github.reactorboot.runtime.engine.ChannelFile;
import io.github.reactorboot.runtime.engine.FileSource;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.file.FileSystems;
import java.nio.file.Path;

/** A regular file by its descriptor, so that the kernel can send from it (sendfile(2)). */
public final class LinuxFile implements FileSource {

    private static final int O_RDONLY = 0;
    private static final int O_NONBLOCK = 0x800;
    private static final int O_CLOEXEC = 0x80000;

    private final FileCalls calls = new FileCalls();
    private final int fd;
    private boolean closed;

    private LinuxFile(int fd) {
        this.fd = fd;
    }

    /** Opens a regular file. */
    public static LinuxFile open(Path path) throws IOException {
        if (!path.getFileSystem().equals(FileSystems.getDefault())) {
            // By its name the system would find another one.
            throw new IOException(
                    "%s (%s) is no file of the system; only the engine nio can send it"
                            .formatted(path, path.toUri().getScheme()));
        }
        ChannelFile.requireRegular(path);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom(path.toString());
            // Not blocking: it may have become a FIFO since it was looked at.
            int fd = new Libc().open(name.address(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
            if (fd < 0) {
                throw Errno.exception("open " + path, -fd);
            }
            return new LinuxFile(fd);
        }
    }

    /** What the providers of these engines have opened. */
    public static LinuxFile of(FileSource file) {
        if (file instanceof LinuxFile opened) {
            return opened;
        }
        throw new IllegalArgumentException("not a file of a Linux engine: " + file);
    }

    @Override
    public long size() throws IOException {
        long size = calls.size(fd);
        if (size < 0) {
            throw Errno.exception("lseek", (int) -size);
        }
        return size;
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
        MemorySegment room = MemorySegment.ofBuffer(into);
        long read;
        try {
            do {
                read = calls.pread(fd, room.address(), into.remaining(), position);
            } while (read == -Errno.EINTR);
        } finally {
            Reference.reachabilityFence(into);
        }
        if (read < 0) {
            throw Errno.exception("pread", (int) -read);
        }
        if (read == 0 && into.hasRemaining()) {
            return -1;
        }
        into.position(into.position() + (int) read);
        return (int) read;
    }

    /**
     * Sends to a socket that does not block.
     *
     * @return how many bytes the socket took: 0 also when it is full, or the file ends there
     */
    public long sendTo(int socket, long position, long count) throws IOException {
        long sent = calls.sendfile(socket, fd, position, count);
        if (sent >= 0) {
            return sent;
        }
        if (sent != -Errno.EAGAIN && sent != -Errno.EINTR) {
            throw Errno.exception("sendfile", (int) -sent);
        }
        return 0;
    }

    /** As {@link #sendTo}, for a socket that blocks, which it does not during this call. */
    public long sendToBlockingSocket(Libc libc, int socket, long position, long count)
            throws IOException {
        Descriptors.setNonBlocking(libc, socket, true);
        try {
            return sendTo(socket, position, count);
        } finally {
            Descriptors.setNonBlocking(libc, socket, false);
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            Descriptors.close(fd);
        }
    }
}
