package io.github.reactorboot.codec;

import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;

/**
 * Text in UTF-8. Malformed bytes are read as U+FFFD and never fail; unpaired surrogates are written
 * as {@code ?}.
 */
public final class TextCodec implements Codec {

    @Override
    public @Nullable PayloadReader<?> reader(Type type) {
        return type == String.class || type == CharSequence.class ? TextCodec::decode : null;
    }

    @Override
    public @Nullable PayloadWriter<?> writer(Type type) {
        PayloadWriter<CharSequence> writer = (text, sink) -> sink.putText(text);
        boolean text = CharSequence.class.isAssignableFrom(ResolvableType.forType(type).toClass());
        return text ? writer : null;
    }

    /** The bytes between position and limit as text; the position is not moved. */
    public static String decode(ByteBuffer payload) {
        int length = payload.remaining();
        if (payload.hasArray()) {
            int offset = payload.arrayOffset() + payload.position();
            return new String(payload.array(), offset, length, StandardCharsets.UTF_8);
        }
        byte[] bytes = new byte[length];
        payload.get(payload.position(), bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "text";
    }
}
