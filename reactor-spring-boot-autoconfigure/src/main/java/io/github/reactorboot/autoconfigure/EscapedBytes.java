package io.github.reactorboot.autoconfigure;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Bytes written as text: UTF-8 with escapes for what cannot be typed. */
final class EscapedBytes {

    private EscapedBytes() {}

    /**
     * Reads the text.
     *
     * @throws IllegalArgumentException with the rule that is broken
     */
    static byte[] parse(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int at = 0;
        while (at < text.length()) {
            int backslash = text.indexOf('\\', at);
            int plainEnd = backslash < 0 ? text.length() : backslash;
            bytes.writeBytes(text.substring(at, plainEnd).getBytes(StandardCharsets.UTF_8));
            at = backslash < 0 ? plainEnd : escape(text, backslash, bytes);
        }
        return bytes.toByteArray();
    }

    /** Reads one escape and returns where the next character is. */
    private static int escape(String text, int backslash, ByteArrayOutputStream bytes) {
        char kind = backslash + 1 < text.length() ? text.charAt(backslash + 1) : ' ';
        int next = backslash + 2;
        switch (kind) {
            case 'r' -> bytes.write('\r');
            case 'n' -> bytes.write('\n');
            case 't' -> bytes.write('\t');
            case '0' -> bytes.write(0);
            case '\\' -> bytes.write('\\');
            case 'x' -> {
                bytes.write(hex(text, next));
                next += 2;
            }
            default -> throw broken();
        }
        return next;
    }

    private static int hex(String text, int at) {
        try {
            return HexFormat.fromHexDigits(text, at, at + 2);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw broken();
        }
    }

    private static IllegalArgumentException broken() {
        return new IllegalArgumentException(
                "must have one of r n t 0 \\ or x and two hexadecimal digits behind each backslash");
    }
}
