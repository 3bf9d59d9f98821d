package io.github.reactorboot.autoconfigure;

import io.github.reactorboot.autoconfigure.FramingProperties.FramingType;
import io.github.reactorboot.autoconfigure.FramingProperties.LineTerminator;
import io.github.reactorboot.runtime.framing.Framer;
import io.github.reactorboot.runtime.framing.Framers;
import io.github.reactorboot.runtime.framing.LengthFraming;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** Makes the framer of a listener from its properties. */
final class FramerFactory {

    private static final Set<Integer> LENGTH_BYTES = Set.of(1, 2, 3, 4, 8);

    private final BeanNames beans;

    FramerFactory(BeanNames beans) {
        this.beans = beans;
    }

    Framer create(PropertyCheck check, FramingProperties framing) {
        FramingType type = framing.type();
        refuseStray(check, type, FramingType.DELIMITER, "framing.delimiter", framing.delimiter());
        refuseStray(check, type, FramingType.LENGTH, "framing.length", framing.length());
        refuseStray(check, type, FramingType.FIXED, "framing.fixed.size", framing.fixed().size());
        refuseStray(check, type, FramingType.BEAN, "framing.bean", framing.bean());
        return switch (type) {
            case LINE ->
                    framing.line().terminator() == LineTerminator.CRLF
                            ? Framers.crlf()
                            : Framers.line();
            case DELIMITER -> delimiter(check, framing.delimiter());
            case LENGTH -> length(check, framing.length());
            case FIXED -> fixed(check, framing);
            case RAW -> Framers.raw();
            case VARINT -> Framers.varint();
            case BEAN -> bean(check, framing.bean());
        };
    }

    /** A parameter of another kind of framing: the type was forgotten or mistyped. */
    private static void refuseStray(
            PropertyCheck check,
            FramingType given,
            FramingType needed,
            String key,
            @Nullable Object value) {
        if (value != null && given != needed) {
            throw check.refuse(
                    "framing.type",
                    word(given),
                    "must be %s where %s is set".formatted(word(needed), check.key(key)),
                    "Set %s to %s, or remove %s."
                            .formatted(check.key("framing.type"), word(needed), check.key(key)));
        }
    }

    private static Framer delimiter(PropertyCheck check, @Nullable String written) {
        String rule = "must be 1 to 16 bytes long for framing type delimiter";
        if (written == null || written.isEmpty()) {
            throw check.refuse("framing.delimiter", written, rule);
        }
        byte[] delimiter;
        try {
            delimiter = EscapedBytes.parse(written);
        } catch (IllegalArgumentException e) {
            throw check.refuse("framing.delimiter", written, String.valueOf(e.getMessage()));
        }
        check.require(delimiter.length <= 16, "framing.delimiter", written, rule);
        return Framers.delimiter(delimiter);
    }

    private static Framer length(PropertyCheck check, FramingProperties.@Nullable Length length) {
        Integer bytes = length == null ? null : length.bytes();
        if (length == null || bytes == null || !LENGTH_BYTES.contains(bytes)) {
            throw check.refuse("framing.length.bytes", bytes, "must be 1, 2, 3, 4 or 8");
        }
        int offset = length.offset();
        check.require(
                offset >= 0 && offset <= 65_535,
                "framing.length.offset",
                offset,
                "must be 0 to 65535");
        check.require(
                offset == 0 || length.keepHeader(),
                "framing.length.offset",
                offset,
                "must be 0 unless %s is true, or the bytes before the length field would be lost"
                        .formatted(check.key("framing.length.keep-header")));
        boolean littleEndian = length.byteOrder() == FramingProperties.ByteOrder.LITTLE_ENDIAN;
        try {
            return Framers.length(
                    LengthFraming.ofBytes(bytes)
                            .withOrder(
                                    littleEndian ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN)
                            .withIncludesHeader(length.includesHeader())
                            .withOffset(offset)
                            .withAdjustment(length.adjustment())
                            .withKeepHeader(length.keepHeader()));
        } catch (IllegalArgumentException e) {
            throw check.refuse(
                    "framing.length.adjustment",
                    length.adjustment(),
                    "cannot work (%s)".formatted(e.getMessage()));
        }
    }

    private static Framer fixed(PropertyCheck check, FramingProperties framing) {
        DataSize size = framing.fixed().size();
        String key = "framing.fixed.size";
        if (size == null) {
            throw check.refuse(key, null, "must be set for framing type fixed");
        }
        int bytes = check.bytes(key, size, 1);
        check.require(
                bytes <= framing.maxFrameSize().toBytes(),
                key,
                size,
                "must not be above %s (%s)"
                        .formatted(check.key("framing.max-frame-size"), framing.maxFrameSize()));
        return Framers.fixed(bytes);
    }

    private Framer bean(PropertyCheck check, @Nullable String name) {
        if (name == null) {
            throw check.refuse(
                    "framing.bean", null, "must name a Framer bean for framing type bean");
        }
        return beans.require(check, "framing.bean", name, Framer.class);
    }

    private static String word(FramingType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }
}
