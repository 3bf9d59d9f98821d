package io.github.reactorboot.runtime;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A part of a file that is to be sent.
 *
 * @param path of a regular file
 * @param position where the part begins
 * @param count how many bytes it has; {@link #TO_THE_END} for those from the position to the end
 */
public record FilePart(Path path, long position, long count) {

    /** As the count of a part that ends with the file. */
    public static final long TO_THE_END = -1;

    public FilePart {
        Objects.requireNonNull(path, "path");
        if (position < 0) {
            throw new IllegalArgumentException("position must not be negative, was " + position);
        }
        if (count < TO_THE_END) {
            throw new IllegalArgumentException("count must not be negative, was " + count);
        }
    }

    /** The whole file. */
    public static FilePart whole(Path path) {
        return new FilePart(path, 0, TO_THE_END);
    }

    /** Its length in a file of this size. */
    long lengthIn(long size) throws IOException {
        long there = size - position;
        if (there < Math.max(0, count)) {
            throw new IOException(
                    "%s has %d bytes; the part of %s bytes from %d on is not there"
                            .formatted(path, size, count == TO_THE_END ? "0" : count, position));
        }
        return count == TO_THE_END ? there : count;
    }
}
