package io.github.reactorboot.client;

import io.github.reactorboot.codec.BytesCodec;
import io.github.reactorboot.codec.Codec;
import io.github.reactorboot.codec.PayloadReader;
import io.github.reactorboot.codec.PayloadSink;
import io.github.reactorboot.codec.PayloadWriter;
import io.github.reactorboot.codec.TextCodec;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** Turns what is sent into bytes and replies into objects; asks the codec once for each type. */
final class PayloadMapper {

    private final String connection;
    private final String codecKey;
    private final Codec codec;
    private final ConcurrentMap<Class<?>, PayloadWriter<Object>> writers =
            new ConcurrentHashMap<>();
    private final ConcurrentMap<Type, PayloadReader<?>> readers = new ConcurrentHashMap<>();

    PayloadMapper(ConnectionBinding binding) {
        this.connection = binding.name();
        this.codecKey = binding.prefix() + ".codec";
        this.codec = binding.codec();
    }

    /**
     * The bytes of a payload; bytes and text never need the codec.
     *
     * @throws IllegalArgumentException when the codec cannot write it
     */
    ByteBuffer encode(Object payload) {
        if (payload instanceof ByteBuffer bytes) {
            return bytes;
        }
        if (payload instanceof byte[] bytes) {
            return ByteBuffer.wrap(bytes);
        }
        PayloadSink sink = new PayloadSink();
        if (payload instanceof CharSequence text) {
            return sink.putText(text).payload();
        }
        PayloadWriter<Object> writer = writers.computeIfAbsent(payload.getClass(), this::writer);
        try {
            writer.write(payload, sink);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalArgumentException(
                    "connection '%s': a payload of type %s could not be written: %s"
                            .formatted(connection, payload.getClass().getName(), e.getMessage()),
                    e);
        }
        return sink.payload();
    }

    @SuppressWarnings("unchecked") // asked for with the class of the values
    private PayloadWriter<Object> writer(Class<?> type) {
        PayloadWriter<?> writer = codec.writer(type);
        if (writer == null) {
            throw cannot("write", type);
        }
        return (PayloadWriter<Object>) writer;
    }

    /**
     * What reads replies as this type.
     *
     * @throws IllegalArgumentException when the codec cannot read it
     */
    PayloadReader<?> reader(Type type) {
        return readers.computeIfAbsent(type, this::newReader);
    }

    private PayloadReader<?> newReader(Type type) {
        if (type == ByteBuffer.class) {
            return frame -> ByteBuffer.wrap(BytesCodec.copy(frame));
        }
        if (type == byte[].class) {
            return BytesCodec::copy;
        }
        if (type == String.class) {
            return TextCodec::decode;
        }
        PayloadReader<?> reader = codec.reader(type);
        if (reader == null) {
            throw cannot("read", type);
        }
        return frame -> required(reader.read(frame), type);
    }

    private Object required(@Nullable Object value, Type type) {
        if (value == null) {
            throw new IllegalStateException(
                    "connection '%s': the reply is null, not a %s"
                            .formatted(connection, type.getTypeName()));
        }
        return value;
    }

    private IllegalArgumentException cannot(String what, Type type) {
        return new IllegalArgumentException(
                "connection '%s': codec %s cannot %s %s; use String or byte[], or set %s to a codec that can"
                        .formatted(connection, codec, what, type.getTypeName(), codecKey));
    }
}
