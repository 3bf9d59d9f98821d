package io.github.reactorboot.codec;

import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Bytes as they are: {@code byte[]} and {@link ByteBuffer}. */
public final class BytesCodec implements Codec {

    @Override
    public @Nullable PayloadReader<?> reader(Type type) {
        if (type == ByteBuffer.class) {
            PayloadReader<ByteBuffer> view = payload -> payload;
            return view;
        }
        return type == byte[].class ? BytesCodec::copy : null;
    }

    @Override
    public @Nullable PayloadWriter<?> writer(Type type) {
        if (type instanceof Class<?> given && ByteBuffer.class.isAssignableFrom(given)) {
            PayloadWriter<ByteBuffer> writer = (bytes, sink) -> sink.put(bytes);
            return writer;
        }
        PayloadWriter<byte[]> writer = (bytes, sink) -> sink.put(bytes);
        return type == byte[].class ? writer : null;
    }

    /** A copy of the bytes between position and limit; the position is not moved. */
    public static byte[] copy(ByteBuffer payload) {
        byte[] bytes = new byte[payload.remaining()];
        payload.get(payload.position(), bytes);
        return bytes;
    }

    @Override
    public String toString() {
        return "bytes";
    }
}
