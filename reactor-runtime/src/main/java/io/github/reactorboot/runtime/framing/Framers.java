package io.github.reactorboot.runtime.framing;

import java.nio.charset.StandardCharsets;

/**
 * The framers of this library. All of them may be shared by any number of endpoints.
 *
 * <p>None of them looks into outbound payloads: one that contains the line end or delimiter arrives
 * as several frames.
 */
public final class Framers {

    private Framers() {}

    /**
     * Lines. Inbound, LF or CRLF ends a line and is no part of the payload; a CR elsewhere is.
     * Outbound, LF is appended.
     */
    public static Framer line() {
        return LineFramer.LF;
    }

    /** The same as {@link #line()}, but outbound CRLF is appended. */
    public static Framer crlf() {
        return LineFramer.CRLF;
    }

    /**
     * Frames that end with the first occurrence of a delimiter, which is no part of the payload.
     *
     * @param delimiter 1 to 16 bytes, copied
     * @throws IllegalArgumentException when it is longer or empty
     */
    public static Framer delimiter(byte[] delimiter) {
        return new DelimiterFramer(delimiter);
    }

    /**
     * Frames that end with the first occurrence of a delimiter, which is no part of the payload.
     *
     * @param delimiter 1 to 16 bytes in UTF-8
     * @throws IllegalArgumentException when it is longer or empty
     */
    public static Framer delimiter(String delimiter) {
        return delimiter(delimiter.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Frames behind a big-endian length field, which is no part of the payload.
     *
     * @param bytes length of the length field: 1, 2, 3, 4 or 8
     * @throws IllegalArgumentException when it is something else
     */
    public static Framer length(int bytes) {
        return length(LengthFraming.ofBytes(bytes));
    }

    /**
     * Frames that say their length in another way.
     *
     * @throws IllegalArgumentException when the options do not go together
     */
    public static Framer length(LengthFraming options) {
        return new LengthFramer(options);
    }

    /**
     * Frames behind their length as a base-128 varint, as delimited Protocol Buffers have it: at
     * most five bytes, a sixth breaks the framing. Encodings with needless zeros are taken.
     */
    public static Framer varint() {
        return VarintFramer.VARINT;
    }

    /**
     * Frames that are all of one length.
     *
     * @param length in bytes, at least 1
     * @throws IllegalArgumentException when it is less
     */
    public static Framer fixed(int length) {
        return new FixedFramer(length);
    }

    /**
     * No framing: whatever has arrived, up to the payload bound of the endpoint, is one payload.
     * Where the stream is cut depends on the network and says nothing.
     */
    public static Framer raw() {
        return RawFramer.RAW;
    }
}
