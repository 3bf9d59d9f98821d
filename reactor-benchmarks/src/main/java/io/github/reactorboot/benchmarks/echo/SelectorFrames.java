package io.github.reactorboot.benchmarks.echo;

import io.github.reactorboot.benchmarks.framing.Framing;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Finds where messages end, without taking them out. */
enum SelectorFrames {
    /** Every byte is a message. */
    RAW {
        @Override
        int wholeBytes(ByteBuffer in) {
            return in.limit();
        }

        @Override
        int frameBytes(ByteBuffer in, int at) {
            return 0;
        }
    },
    /** Behind a length of 4 bytes. */
    LENGTH {
        @Override
        int wholeBytes(ByteBuffer in) throws IOException {
            int end = in.limit();
            int at = 0;
            while (end - at >= Integer.BYTES) {
                int frame = length(in, at);
                if (frame > end - at) {
                    break;
                }
                at += frame;
            }
            return at;
        }

        @Override
        int frameBytes(ByteBuffer in, int at) throws IOException {
            return in.limit() - at < Integer.BYTES ? 0 : length(in, at);
        }
    };

    /** How many bytes from index 0 on are whole messages. */
    abstract int wholeBytes(ByteBuffer in) throws IOException;

    /** How long the unfinished message at this index will be; 0 if that is not known yet. */
    abstract int frameBytes(ByteBuffer in, int at) throws IOException;

    static SelectorFrames of(Framing framing) {
        return switch (framing) {
            case RAW -> RAW;
            case LENGTH -> LENGTH;
        };
    }

    private static int length(ByteBuffer in, int at) throws IOException {
        int payload = in.getInt(at);
        if (payload < 0 || payload > EchoOptions.PAYLOAD_BYTES_MAX) {
            throw new IOException("a frame of " + Integer.toUnsignedString(payload) + " bytes");
        }
        return Integer.BYTES + payload;
    }
}
