package io.github.reactorboot.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How messages are found in the stream, {@code reactor.listeners.<name>.framing}.
 *
 * @param type Kind of framing.
 * @param maxFrameSize Largest payload of an inbound frame; a larger one closes the session.
 * @param line Options of lines.
 * @param delimiter What ends a frame, 1 to 16 bytes of UTF-8, with \r \n \t \0 \\ and \xHH for
 *     other bytes; for type delimiter.
 * @param length Where and how a frame says its length; for type length.
 * @param fixed Options of frames that are all of one length.
 * @param bean Name of the Framer bean; for type bean.
 */
public record FramingProperties(
        @DefaultValue("line") FramingType type,
        @DefaultValue("64KB") DataSize maxFrameSize,
        @DefaultValue Line line,
        @Nullable String delimiter,
        @Nullable Length length,
        @DefaultValue Fixed fixed,
        @Nullable String bean) {

    /** Kinds of framing. */
    public enum FramingType {
        /** Lines that end with LF or CRLF. */
        LINE,
        /** Frames that end with some bytes. */
        DELIMITER,
        /** Frames behind a length field. */
        LENGTH,
        /** Frames that are all of one length. */
        FIXED,
        /** Whatever has arrived. */
        RAW,
        /** Frames behind their length as a base-128 varint, as in delimited Protocol Buffers. */
        VARINT,
        /** A Framer bean finds the frames. */
        BEAN
    }

    /** What is put behind outbound lines. */
    public enum LineTerminator {
        /** A line feed. */
        LF,
        /** A carriage return and a line feed. */
        CRLF
    }

    /** Order of the bytes of a number. */
    public enum ByteOrder {
        /** The most significant byte first, as networks have it. */
        BIG_ENDIAN,
        /** The least significant byte first. */
        LITTLE_ENDIAN
    }

    /**
     * Options of lines, {@code reactor.listeners.<name>.framing.line}.
     *
     * @param terminator What ends outbound lines; inbound both are taken.
     */
    public record Line(@DefaultValue("lf") LineTerminator terminator) {}

    /**
     * Where and how a frame says its length, {@code reactor.listeners.<name>.framing.length}.
     *
     * @param bytes Length of the length field: 1, 2, 3, 4 or 8 bytes.
     * @param byteOrder Order of the bytes of the length field.
     * @param includesHeader Whether the declared length counts what is before the body too.
     * @param offset Bytes before the length field; beyond 0 only together with keep-header.
     * @param adjustment What to add to the declared length, may be negative.
     * @param keepHeader Whether payloads are whole frames with their header, inbound and outbound.
     */
    public record Length(
            @Nullable Integer bytes,
            @DefaultValue("big-endian") ByteOrder byteOrder,
            @DefaultValue("false") boolean includesHeader,
            @DefaultValue("0") int offset,
            @DefaultValue("0") int adjustment,
            @DefaultValue("false") boolean keepHeader) {}

    /**
     * Options of frames that are all of one length, {@code reactor.listeners.<name>.framing.fixed}.
     *
     * @param size Length of each frame.
     */
    public record Fixed(@Nullable DataSize size) {}
}
