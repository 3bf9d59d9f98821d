package io.github.reactorboot.codec;

import java.io.InputStream;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.exc.InvalidDefinitionException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.util.ByteBufferBackedInputStream;

/** JSON through Jackson 3: any type that the mapper can handle. */
public final class JsonCodec implements Codec {

    private final JsonMapper mapper;

    /** A codec with this mapper, for instance the one of the application. */
    public JsonCodec(JsonMapper mapper) {
        this.mapper = mapper;
    }

    @Override
    public PayloadReader<?> reader(Type type) {
        ObjectReader reader = mapper.readerFor(mapper.constructType(type));
        return payload -> read(reader, payload);
    }

    @Override
    public PayloadWriter<?> writer(Type type) {
        ObjectWriter writer = mapper.writerFor(mapper.constructType(type));
        return (value, sink) -> writer.writeValue(sink.asStream(), value);
    }

    private static Object read(ObjectReader reader, ByteBuffer payload) {
        try {
            if (payload.hasArray()) {
                int offset = payload.arrayOffset() + payload.position();
                return reader.readValue(payload.array(), offset, payload.remaining());
            }
            InputStream bytes = new ByteBufferBackedInputStream(payload);
            return reader.readValue(bytes);
        } catch (InvalidDefinitionException wrongType) {
            // No payload could be read as this type: not the fault of the peer.
            throw new UnreadableTypeException(wrongType);
        }
    }

    @Override
    public String toString() {
        return "json";
    }
}
