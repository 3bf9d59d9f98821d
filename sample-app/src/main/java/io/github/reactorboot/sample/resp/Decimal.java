package io.github.reactorboot.sample.resp;

/** Numbers as text, read as strictly as Redis does: no plus, no leading zeros, no spaces. */
public final class Decimal {

    /** Digits of {@link Long#MIN_VALUE} and its sign. */
    public static final int LENGTH_MAX = 20;

    private static final int DIGITS_MAX = LENGTH_MAX - 1;

    private Decimal() {}

    /**
     * Reads a number.
     *
     * @throws ErrorReply when the first {@code length} bytes are none, or it does not fit into a
     *     long
     */
    public static long parse(byte[] bytes, int length) {
        boolean negative = length > 0 && bytes[0] == '-';
        int at = negative ? 1 : 0;
        int digits = length - at;
        if (digits < 1 || length > LENGTH_MAX || (bytes[at] == '0' && length > 1)) {
            throw ErrorReply.notAnInteger();
        }
        // Counts downwards, because the lowest long has no positive twin.
        long value = 0;
        for (; at < length; at++) {
            int digit = bytes[at] - '0';
            if (digit < 0 || digit > 9 || value < Long.MIN_VALUE / 10) {
                throw ErrorReply.notAnInteger();
            }
            value *= 10;
            if (value < Long.MIN_VALUE + digit) {
                throw ErrorReply.notAnInteger();
            }
            value -= digit;
        }
        if (!negative && value == Long.MIN_VALUE) {
            throw ErrorReply.notAnInteger();
        }
        return negative ? value : -value;
    }

    /** How many bytes a number takes as text. */
    public static int length(long number) {
        int sign = number < 0 ? 1 : 0;
        long negative = number < 0 ? number : -number;
        int digits = 1;
        for (long power = -10; digits < DIGITS_MAX && negative <= power; power *= 10) {
            digits++;
        }
        return sign + digits;
    }

    /** Writes a number so that its text ends at {@code end}. */
    public static void write(long number, byte[] bytes, int end) {
        int at = end;
        long rest = number;
        do {
            bytes[--at] = (byte) ('0' + Math.abs(rest % 10));
            rest /= 10;
        } while (rest != 0);
        if (number < 0) {
            bytes[--at] = '-';
        }
    }

    /** A number as text. */
    public static byte[] toBytes(long number) {
        byte[] bytes = new byte[length(number)];
        write(number, bytes, bytes.length);
        return bytes;
    }
}
