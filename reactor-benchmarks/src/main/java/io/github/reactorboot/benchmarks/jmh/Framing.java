package io.github.reactorboot.benchmarks.jmh;

import io.github.reactorboot.runtime.framing.Framer;
import io.github.reactorboot.runtime.framing.Framers;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.DelimiterBasedFrameDecoder;
import io.netty.handler.codec.FixedLengthFrameDecoder;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.LineBasedFrameDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Ways of framing that both sides have, and bytes to be framed. */
public enum Framing {
    LENGTH {
        @Override
        Framer framer(int payloadBytes) {
            return Framers.length(Integer.BYTES);
        }

        @Override
        NettyFraming decoder(int payloadBytes) {
            return new Length();
        }
    },
    LINE {
        @Override
        Framer framer(int payloadBytes) {
            return Framers.line();
        }

        @Override
        NettyFraming decoder(int payloadBytes) {
            return new Line();
        }
    },
    DELIMITER {
        @Override
        Framer framer(int payloadBytes) {
            return Framers.delimiter(END);
        }

        @Override
        NettyFraming decoder(int payloadBytes) {
            return new Delimiter();
        }
    },
    FIXED {
        @Override
        Framer framer(int payloadBytes) {
            return Framers.fixed(payloadBytes);
        }

        @Override
        NettyFraming decoder(int payloadBytes) {
            return new Fixed(payloadBytes);
        }
    };

    static final int MAX_BYTES = 64 << 10;

    /** Not LF: for that Netty's decoder turns itself into one for lines. */
    private static final String END = "\r\n\r\n";

    /** What the runtime calls it. */
    abstract Framer framer(int payloadBytes);

    /** What Netty calls it. */
    abstract NettyFraming decoder(int payloadBytes);

    /** So many frames, one behind the other, with payloads that look like text. */
    ByteBuffer frames(int count, int payloadBytes) {
        Framer framer = framer(payloadBytes);
        int frame = framer.headerLength(payloadBytes) + payloadBytes + framer.trailerLength();
        ByteBuffer frames = ByteBuffer.allocateDirect(count * frame);
        for (int i = 0; i < count; i++) {
            framer.putHeader(frames, payloadBytes);
            for (int at = 0; at < payloadBytes; at++) {
                frames.put((byte) ('a' + at % 26));
            }
            framer.putTrailer(frames);
        }
        return frames.flip();
    }

    /**
     * The bare decoding step of one of Netty's decoders: without the list of results and the call
     * of the next handler, which a pipeline adds.
     */
    interface NettyFraming extends ChannelHandler {

        /** The next frame, retained; null when there is no whole one. */
        @Nullable Object next(ByteBuf in) throws Exception;
    }

    // The decoders use their context only to report frames that are too long.

    private static final class Length extends LengthFieldBasedFrameDecoder implements NettyFraming {

        Length() {
            super(MAX_BYTES, 0, Integer.BYTES, 0, Integer.BYTES);
        }

        @Override
        @SuppressWarnings("NullAway")
        public @Nullable Object next(ByteBuf in) throws Exception {
            return decode(null, in);
        }
    }

    private static final class Line extends LineBasedFrameDecoder implements NettyFraming {

        Line() {
            super(MAX_BYTES);
        }

        @Override
        @SuppressWarnings("NullAway")
        public @Nullable Object next(ByteBuf in) throws Exception {
            return decode(null, in);
        }
    }

    private static final class Delimiter extends DelimiterBasedFrameDecoder
            implements NettyFraming {

        Delimiter() {
            super(MAX_BYTES, Unpooled.copiedBuffer(END, StandardCharsets.US_ASCII));
        }

        @Override
        @SuppressWarnings("NullAway")
        public @Nullable Object next(ByteBuf in) throws Exception {
            return decode(null, in);
        }
    }

    private static final class Fixed extends FixedLengthFrameDecoder implements NettyFraming {

        Fixed(int frameLength) {
            super(frameLength);
        }

        @Override
        @SuppressWarnings("NullAway")
        public @Nullable Object next(ByteBuf in) throws Exception {
            return decode(null, in);
        }
    }
}
