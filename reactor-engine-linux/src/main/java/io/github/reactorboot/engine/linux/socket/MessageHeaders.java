package io.github.reactorboot.engine.linux.socket;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * An array of {@code struct mmsghdr}, with room for an address and an iovec for each (recvmmsg(2),
 * recvmsg(2)). Both processors have the same layout.
 */
final class MessageHeaders {

    private static final int HEADER_BYTES = 64;
    private static final int NAME = 0;
    private static final int NAME_LENGTH = 8;
    private static final int VECTOR = 16;
    private static final int VECTOR_COUNT = 24;
    private static final int FLAGS = 48;
    private static final int LENGTH = 56;

    private static final int NAME_BYTES = 32;
    private static final int VECTOR_BYTES = IoVectors.VECTOR_BYTES;

    private final MemorySegment headers;
    private final MemorySegment names;
    private final MemorySegment vectors;

    MessageHeaders(int count) {
        headers = Arena.ofAuto().allocate((long) count * HEADER_BYTES, 8);
        names = Arena.ofAuto().allocate((long) count * NAME_BYTES, 8);
        vectors = Arena.ofAuto().allocate((long) count * VECTOR_BYTES, 8);
        for (int i = 0; i < count; i++) {
            setLong(i, VECTOR, vectors.address() + (long) i * VECTOR_BYTES);
            setLong(i, VECTOR_COUNT, 1);
        }
    }

    private void setLong(int index, int field, long value) {
        headers.set(ValueLayout.JAVA_LONG, (long) index * HEADER_BYTES + field, value);
    }

    private void setInt(int index, int field, int value) {
        headers.set(ValueLayout.JAVA_INT, (long) index * HEADER_BYTES + field, value);
    }

    private int getInt(int index, int field) {
        return headers.get(ValueLayout.JAVA_INT, (long) index * HEADER_BYTES + field);
    }

    long address() {
        return headers.address();
    }

    /** The addresses, which stand at {@link #nameAt}. */
    MemorySegment names() {
        return names;
    }

    long nameAt(int index) {
        return (long) index * NAME_BYTES;
    }

    /** The kernel is to write an address. */
    void expectName(int index) {
        name(index, NAME_BYTES);
    }

    /** There is an address of so many bytes; 0 for none. */
    void name(int index, int length) {
        setLong(index, NAME, length == 0 ? 0 : names.address() + nameAt(index));
        setInt(index, NAME_LENGTH, length);
    }

    int nameLength(int index) {
        return getInt(index, NAME_LENGTH);
    }

    /** Where the payload is, or has room. */
    void payload(int index, long address, int length) {
        long offset = (long) index * VECTOR_BYTES;
        vectors.set(ValueLayout.JAVA_LONG, offset, address);
        vectors.set(ValueLayout.JAVA_LONG, offset + 8, length);
    }

    /** What the kernel says of a message that it has received. */
    int flags(int index) {
        return getInt(index, FLAGS);
    }

    /** Bytes that were received. */
    int length(int index) {
        return getInt(index, LENGTH);
    }
}
