package io.github.reactorboot.runtime.engine;

import java.nio.file.Path;

/** Something other than a socket that an engine may read and write as a stream of bytes. */
public sealed interface Resource {

    /** In which directions bytes go. */
    enum Access {
        READ,
        WRITE,
        READ_WRITE;

        /** Whether there is input. */
        public boolean reads() {
            return this != WRITE;
        }

        /** Whether there is output. */
        public boolean writes() {
            return this != READ;
        }
    }

    /** In which directions bytes go. */
    Access access();

    /**
     * A file that can be waited for: a FIFO, a terminal or another character device. The engine
     * opens it, without waiting for anybody at the other end, and does not make it the controlling
     * terminal of the process (open(2)).
     */
    record DeviceFile(Path path, Access access) implements Resource {
        @Override
        public String toString() {
            return "device " + path;
        }
    }

    /**
     * An open file descriptor that can be waited for, for instance an eventfd, an inotify instance
     * or one that was inherited. It belongs to the engine from then on, which makes it non-blocking
     * if it must, and closes it in the end.
     */
    record Descriptor(int fd, Access access) implements Resource {
        @Override
        public String toString() {
            return "descriptor " + fd;
        }
    }
}
