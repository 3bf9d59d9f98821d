package io.github.reactorboot.handler;

import io.github.reactorboot.codec.PayloadReader;
import io.github.reactorboot.codec.PayloadSink;
import io.github.reactorboot.runtime.task.TaskCodec;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.core.ResolvableType;

/** The codec of a listener or connection for its tasks; it is asked once for each type. */
final class EndpointTaskCodec implements TaskCodec {

    private final EndpointTraits endpoint;
    private final Map<Class<?>, PayloadReader<?>> readers = new ConcurrentHashMap<>();
    private final ReplyEncoder encoder;

    EndpointTaskCodec(EndpointTraits endpoint) {
        this.endpoint = endpoint;
        this.encoder = new ReplyEncoder.ByClass(endpoint.codec());
    }

    @Override
    @SuppressWarnings("unchecked") // asked for with this type
    public <T> T read(ByteBuffer payload, Class<T> type) throws Exception {
        return (T) readers.computeIfAbsent(type, this::reader).read(payload);
    }

    private PayloadReader<?> reader(Class<?> type) {
        PayloadReader<?> reader = Payloads.readerOf(ResolvableType.forClass(type), endpoint);
        if (reader == null) {
            throw new IllegalArgumentException(
                    "codec '%s' of %s cannot read %s: read ByteBuffer, byte[] or String, or set %s"
                            .formatted(
                                    endpoint.codecName(),
                                    endpoint.display(),
                                    type.getName(),
                                    endpoint.codecKey()));
        }
        return reader;
    }

    @Override
    public ByteBuffer write(Object value) throws Exception {
        return encoder.encode(value, new PayloadSink());
    }
}
