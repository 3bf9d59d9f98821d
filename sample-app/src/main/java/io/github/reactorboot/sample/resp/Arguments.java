package io.github.reactorboot.sample.resp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The arguments of the request at hand, the command's name being number 0. They stay where they
 * are: this is a list of places in the frame, and valid as long as the frame is. Each event loop
 * has one instance and uses it for all its sessions.
 */
public final class Arguments {

    /** Makes ASCII letters upper case, and leaves different letters different. */
    private static final long UPPER_CASE = 0xDFDF_DFDF_DFDF_DFDFL;

    private static final int TEXT_START_BYTES = 128;

    private ByteBuffer in = ByteBuffer.allocate(0);
    private int[] offsets = new int[64];
    private int[] lengths = new int[64];
    private int count;
    private final byte[] digits = new byte[Decimal.LENGTH_MAX];

    /**
     * Reads a frame of {@link RespFramer}, so an array is known to be well-formed.
     *
     * @throws ErrorReply when the quotes of an inline command do not match
     */
    public void read(ByteBuffer frame) {
        in = frame;
        count = 0;
        if (!frame.hasRemaining()) {
            return;
        }
        if (frame.get(frame.position()) == '*') {
            readArray(frame);
        } else {
            in = InlineCommand.split(frame, this);
        }
    }

    private void readArray(ByteBuffer frame) {
        int end = frame.limit();
        long count = RespNumber.read(frame, frame.position() + 1, end, "");
        int at = RespNumber.next(count);
        for (int left = RespNumber.value(count); left > 0; left--) {
            long length = RespNumber.read(frame, at + 1, end, "");
            int offset = RespNumber.next(length);
            add(offset, RespNumber.value(length));
            at = offset + RespNumber.value(length) + 2;
        }
    }

    /** Adds an argument that lies at this place of the buffer. */
    void add(int offset, int length) {
        if (count == offsets.length) {
            offsets = Arrays.copyOf(offsets, count * 2);
            lengths = Arrays.copyOf(lengths, count * 2);
        }
        offsets[count] = offset;
        lengths[count] = length;
        count++;
    }

    /** How many there are, the command's name included; 0 for an empty request. */
    public int count() {
        return count;
    }

    /** Length of an argument in bytes. */
    public int length(int index) {
        return lengths[index];
    }

    /** Copies an argument to the front of an array that is long enough. */
    public void copyTo(int index, byte[] target) {
        in.get(offsets[index], target, 0, lengths[index]);
    }

    /** A copy of an argument. */
    public byte[] bytes(int index) {
        byte[] copy = new byte[lengths[index]];
        copyTo(index, copy);
        return copy;
    }

    /** An argument as text. */
    public String text(int index) {
        return new String(bytes(index), StandardCharsets.UTF_8);
    }

    /** An argument as text for a message: of a long one, only the beginning. */
    public String textStart(int index) {
        byte[] start = new byte[Math.min(lengths[index], TEXT_START_BYTES)];
        in.get(offsets[index], start);
        return new String(start, StandardCharsets.UTF_8);
    }

    /**
     * An argument as a number.
     *
     * @throws ErrorReply when it is none
     */
    public long number(int index) {
        if (lengths[index] > Decimal.LENGTH_MAX) {
            throw ErrorReply.notAnInteger();
        }
        copyTo(index, digits);
        return Decimal.parse(digits, lengths[index]);
    }

    /** An argument as a keyword, to be compared with {@link #word(String)}; 0 if it is too long. */
    public long word(int index) {
        return lengths[index] > Long.BYTES ? 0 : word(index, 0);
    }

    /** Up to eight bytes of an argument, in upper case. */
    public long word(int index, int from) {
        int offset = offsets[index] + from;
        int length = Math.min(lengths[index] - from, Long.BYTES);
        if (length <= 0) {
            return 0;
        }
        if (offset + Long.BYTES <= in.limit()) {
            return (in.getLong(offset) >>> ((Long.BYTES - length) * Byte.SIZE)) & UPPER_CASE;
        }
        long word = 0;
        for (int i = 0; i < length; i++) {
            word = (word << Byte.SIZE) | (in.get(offset + i) & 0xFF);
        }
        return word & UPPER_CASE;
    }

    /** A keyword of at most eight characters. */
    public static long word(String keyword) {
        long word = 0;
        for (int i = 0; i < keyword.length(); i++) {
            word = (word << Byte.SIZE) | keyword.charAt(i);
        }
        return word & UPPER_CASE;
    }
}
