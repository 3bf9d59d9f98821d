package io.github.reactorboot.codec;

import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Takes the bytes of one payload in a buffer that grows. Numbers are big-endian. Not thread-safe.
 */
public final class PayloadSink {

    private static final int FIRST_BYTES = 512;
    private static final int BYTES_MAX = Integer.MAX_VALUE - 8;

    private ByteBuffer buffer;

    /** An empty sink. */
    public PayloadSink() {
        this.buffer = ByteBuffer.allocate(FIRST_BYTES);
    }

    /** Adds a byte. */
    public PayloadSink put(byte value) {
        room(1).put(value);
        return this;
    }

    /** Adds all bytes of an array. */
    public PayloadSink put(byte[] bytes) {
        return put(bytes, 0, bytes.length);
    }

    /** Adds some bytes of an array. */
    public PayloadSink put(byte[] bytes, int offset, int length) {
        room(length).put(bytes, offset, length);
        return this;
    }

    /** Adds the bytes between position and limit; the position is not moved. */
    public PayloadSink put(ByteBuffer bytes) {
        int length = bytes.remaining();
        ByteBuffer out = room(length);
        out.put(out.position(), bytes, bytes.position(), length).position(out.position() + length);
        return this;
    }

    /** Adds a number of two bytes. */
    public PayloadSink putShort(short value) {
        room(Short.BYTES).putShort(value);
        return this;
    }

    /** Adds a number of four bytes. */
    public PayloadSink putInt(int value) {
        room(Integer.BYTES).putInt(value);
        return this;
    }

    /** Adds a number of eight bytes. */
    public PayloadSink putLong(long value) {
        room(Long.BYTES).putLong(value);
        return this;
    }

    /** Adds a number in decimal digits, in ASCII. */
    public PayloadSink putDecimal(long value) {
        if (value == Long.MIN_VALUE) {
            return put(Long.toString(value).getBytes(StandardCharsets.US_ASCII));
        }
        ByteBuffer out = room(20);
        long rest = Math.abs(value);
        int digits = 1;
        for (long bound = 10; digits < 19 && rest >= bound; bound *= 10) {
            digits++;
        }
        int start = out.position();
        int end = start + digits + (value < 0 ? 1 : 0);
        if (value < 0) {
            out.put(start, (byte) '-');
        }
        for (int at = end - 1, left = digits; left > 0; at--, left--) {
            out.put(at, (byte) ('0' + rest % 10));
            rest /= 10;
        }
        out.position(end);
        return this;
    }

    /** Adds text in UTF-8. */
    public PayloadSink putText(CharSequence text) {
        int length = text.length();
        ByteBuffer out = room(length);
        int at = out.position();
        for (int index = 0; index < length; index++) {
            char c = text.charAt(index);
            if (c >= 0x80) {
                out.position(at);
                return put(
                        text.subSequence(index, length)
                                .toString()
                                .getBytes(StandardCharsets.UTF_8));
            }
            out.put(at++, (byte) c);
        }
        out.position(at);
        return this;
    }

    /** How many bytes were added. */
    public int size() {
        return buffer.position();
    }

    /** Adds what is written to the stream; closing it does nothing. */
    public OutputStream asStream() {
        return new OutputStream() {

            @Override
            public void write(int value) {
                put((byte) value);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                put(bytes, offset, length);
            }
        };
    }

    /** What was added, as a view that is valid until the sink is used again. */
    public ByteBuffer payload() {
        return buffer.duplicate().flip();
    }

    /** Forgets what was added. */
    public void clear() {
        buffer.clear();
    }

    private ByteBuffer room(int bytes) {
        if (bytes > buffer.remaining()) {
            long wanted = (long) buffer.position() + bytes;
            if (wanted > BYTES_MAX) {
                throw new IllegalStateException("payload beyond " + BYTES_MAX + " bytes");
            }
            int capacity = (int) Math.min(BYTES_MAX, Math.max(wanted, 2L * buffer.capacity()));
            buffer = ByteBuffer.allocate(capacity).put(buffer.flip());
        }
        return buffer;
    }
}
