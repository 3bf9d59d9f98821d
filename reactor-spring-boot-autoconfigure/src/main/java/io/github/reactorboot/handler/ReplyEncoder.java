package io.github.reactorboot.handler;

import io.github.reactorboot.codec.Codec;
import io.github.reactorboot.codec.PayloadSink;
import io.github.reactorboot.codec.PayloadWriter;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;

/** Turns what a method returned into a payload. Works on any thread. */
@FunctionalInterface
interface ReplyEncoder {

    /**
     * Encodes a reply.
     *
     * @param sink an empty sink to use if the value is no payload already
     * @return the payload, perhaps a view of the sink
     */
    ByteBuffer encode(Object value, PayloadSink sink) throws Exception;

    /** The encoder for a type of result, or null when the codec cannot write it. */
    static @Nullable ReplyEncoder of(ResolvableType type, Codec codec) {
        Class<?> raw = type.toClass();
        if (ByteBuffer.class.isAssignableFrom(raw)) {
            return (value, sink) -> (ByteBuffer) value;
        }
        if (raw == byte[].class) {
            return (value, sink) -> ByteBuffer.wrap((byte[]) value);
        }
        if (CharSequence.class.isAssignableFrom(raw)) {
            return (value, sink) -> sink.putText((CharSequence) value).payload();
        }
        if (raw == Object.class) {
            return new ByClass(codec);
        }
        return ofWriter(codec.writer(Payloads.resolved(type)));
    }

    @SuppressWarnings("unchecked") // asked for with the type of the values
    private static @Nullable ReplyEncoder ofWriter(@Nullable PayloadWriter<?> writer) {
        if (writer == null) {
            return null;
        }
        PayloadWriter<Object> anyWriter = (PayloadWriter<Object>) writer;
        return (value, sink) -> {
            anyWriter.write(value, sink);
            return sink.payload();
        };
    }

    /** For methods that do not say what they return. */
    final class ByClass implements ReplyEncoder {

        private final Codec codec;
        private final Map<Class<?>, ReplyEncoder> encoders = new ConcurrentHashMap<>();

        ByClass(Codec codec) {
            this.codec = codec;
        }

        @Override
        public ByteBuffer encode(Object value, PayloadSink sink) throws Exception {
            return encoders.computeIfAbsent(value.getClass(), this::encoder).encode(value, sink);
        }

        private ReplyEncoder encoder(Class<?> type) {
            // Object itself would lead back here.
            ReplyEncoder encoder =
                    type == Object.class
                            ? null
                            : ReplyEncoder.of(ResolvableType.forClass(type), codec);
            if (encoder == null) {
                throw new IllegalStateException(
                        "codec %s cannot write a reply of type %s"
                                .formatted(codec, type.getName()));
            }
            return encoder;
        }
    }
}
