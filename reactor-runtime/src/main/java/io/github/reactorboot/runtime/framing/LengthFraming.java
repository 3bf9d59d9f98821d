package io.github.reactorboot.runtime.framing;

import java.nio.ByteOrder;

/**
 * Where and how frames say their length. A frame is
 *
 * <pre>
 *   offset      bytes
 * +-----------+--------------+------------------+
 * | prefix    | length field | body             |
 * +-----------+--------------+------------------+
 * |          header          |
 * </pre>
 *
 * The length of the body is the declared length plus {@code adjustment} and, with {@code
 * includesHeader}, minus the length of the header. Examples, each with a body of 5 bytes:
 *
 * <table>
 * <caption>Declared lengths</caption>
 * <tr><th>options</th><th>declared</th></tr>
 * <tr><td>{@code ofBytes(4)}</td><td>5</td></tr>
 * <tr><td>{@code ofBytes(4).withIncludesHeader(true)}</td><td>9</td></tr>
 * <tr><td>{@code ofBytes(2).withOffset(2).withKeepHeader(true)}</td><td>5</td></tr>
 * <tr><td>the same {@code .withIncludesHeader(true)}</td><td>9</td></tr>
 * <tr><td>{@code ofBytes(2).withAdjustment(1)}, the body begins with a byte that is not counted
 *     </td><td>4</td></tr>
 * <tr><td>{@code ofBytes(2).withAdjustment(-2)}, the length counts its own field</td><td>7</td></tr>
 * </table>
 *
 * Immutable.
 *
 * @param bytes length of the length field in bytes: 1, 2, 3, 4 or 8. The number in it is unsigned;
 *     one of 8 bytes beyond {@link Long#MAX_VALUE} breaks the framing
 * @param order of the bytes of the length field
 * @param includesHeader whether the declared length counts the header, that is the prefix and the
 *     length field itself
 * @param offset length in bytes of the prefix, 0 to 65535; beyond 0 only with {@code keepHeader}
 * @param adjustment added to the declared length, may be negative
 * @param keepHeader whether payloads are whole frames with their header. Outbound payloads then
 *     carry their header already and are sent as they are
 */
public record LengthFraming(
        int bytes,
        ByteOrder order,
        boolean includesHeader,
        int offset,
        int adjustment,
        boolean keepHeader) {

    private static final int OFFSET_MAX = 65_535;

    /**
     * Checks each option alone. Whether they go together is checked by {@link
     * Framers#length(LengthFraming)}, so that they can be set in any order.
     *
     * @throws IllegalArgumentException when one is out of range
     */
    public LengthFraming {
        if ((bytes < 1 || bytes > 4) && bytes != 8) {
            throw new IllegalArgumentException("bytes must be 1, 2, 3, 4 or 8, not " + bytes);
        }
        if (offset < 0 || offset > OFFSET_MAX) {
            throw new IllegalArgumentException(
                    "offset must be 0 to %d, not %d".formatted(OFFSET_MAX, offset));
        }
    }

    /** A big-endian length field of 1, 2, 3, 4 or 8 bytes that is stripped and not counted. */
    public static LengthFraming ofBytes(int bytes) {
        return new LengthFraming(bytes, ByteOrder.BIG_ENDIAN, false, 0, 0, false);
    }

    /** The same with another byte order of the length field. */
    public LengthFraming withOrder(ByteOrder order) {
        return new LengthFraming(bytes, order, includesHeader, offset, adjustment, keepHeader);
    }

    /** The same with the header counted or not. */
    public LengthFraming withIncludesHeader(boolean includesHeader) {
        return new LengthFraming(bytes, order, includesHeader, offset, adjustment, keepHeader);
    }

    /** The same with a prefix of this length, which is kept along with the length field. */
    public LengthFraming withOffset(int offset) {
        return new LengthFraming(bytes, order, includesHeader, offset, adjustment, keepHeader);
    }

    /** The same with something else added to the declared length. */
    public LengthFraming withAdjustment(int adjustment) {
        return new LengthFraming(bytes, order, includesHeader, offset, adjustment, keepHeader);
    }

    /** The same with payloads that are whole frames, or bodies. */
    public LengthFraming withKeepHeader(boolean keepHeader) {
        return new LengthFraming(bytes, order, includesHeader, offset, adjustment, keepHeader);
    }

    void checkTogether() {
        if (offset > 0 && !keepHeader) {
            throw new IllegalArgumentException(
                    "offset must be 0, not %d, unless keepHeader is true: the bytes before the"
                                    .formatted(offset)
                            + " length field would be lost");
        }
        long least = (includesHeader ? headerBytes() : 0) - declaredMax();
        if (adjustment < least) {
            throw new IllegalArgumentException(
                    "adjustment must be at least %d, not %d: no length could be declared"
                            .formatted(least, adjustment));
        }
    }

    int headerBytes() {
        return offset + bytes;
    }

    boolean littleEndian() {
        return order.equals(ByteOrder.LITTLE_ENDIAN);
    }

    /** Length of the body minus the declared length. */
    long surplus() {
        return (long) adjustment - (includesHeader ? headerBytes() : 0);
    }

    /** The shortest payload that can be declared. */
    long payloadMin() {
        return Math.max(0, surplus()) + (keepHeader ? headerBytes() : 0);
    }

    /** The longest payload that can be declared and a buffer can hold. */
    long payloadMax() {
        // Half of what 8 bytes can say is still more than an int, and the sum does not overflow.
        long sayable = Math.min(declaredMax(), Long.MAX_VALUE / 2) + surplus();
        return Math.min(sayable + (keepHeader ? headerBytes() : 0), Integer.MAX_VALUE);
    }

    private long declaredMax() {
        return Long.MAX_VALUE >>> Math.max(0, Long.SIZE - 1 - bytes * Byte.SIZE);
    }

    @Override
    public String toString() {
        return ("length (bytes=%d, order=%s, includesHeader=%s, offset=%d, adjustment=%d,"
                        + " keepHeader=%s)")
                .formatted(bytes, order, includesHeader, offset, adjustment, keepHeader);
    }
}
