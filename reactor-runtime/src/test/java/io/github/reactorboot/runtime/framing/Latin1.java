package io.github.reactorboot.runtime.framing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;

/** Bytes as strings, one character a byte. */
final class Latin1 {

    private Latin1() {}

    static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    static String string(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }

    static String string(ByteBuffer buffer) {
        return ISO_8859_1.decode(buffer).toString();
    }
}
