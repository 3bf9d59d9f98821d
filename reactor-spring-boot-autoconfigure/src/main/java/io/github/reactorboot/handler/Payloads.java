package io.github.reactorboot.handler;

import io.github.reactorboot.codec.BytesCodec;
import io.github.reactorboot.codec.PayloadReader;
import io.github.reactorboot.codec.TextCodec;
import io.github.reactorboot.codec.UnreadableTypeException;
import io.github.reactorboot.runtime.framing.FramingException;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.ResolvableType;

/** Finds what reads the payloads for a method. */
final class Payloads {

    private static final Logger log = LoggerFactory.getLogger(Payloads.class);
    private static final int SHOWN_CHARS_MAX = 200;

    private Payloads() {}

    /** What gives the method its payload parameter; bytes and text never need the codec. */
    static PayloadReader<?> reader(
            HandlerMethod method, ResolvableType type, EndpointTraits endpoint) {
        PayloadReader<?> reader = readerOf(type, endpoint);
        if (reader == null) {
            throw method.mistake(
                    "takes %s, which codec '%s' of %s cannot read"
                            .formatted(display(type), endpoint.codecName(), endpoint.display()),
                    "Take ByteBuffer, byte[] or String, or set %s to a codec that reads %s."
                            .formatted(endpoint.codecKey(), display(type)));
        }
        return reader;
    }

    /** What reads payloads as this type; null when the codec cannot. */
    static @Nullable PayloadReader<?> readerOf(ResolvableType type, EndpointTraits endpoint) {
        Class<?> raw = type.toClass();
        if (raw == ByteBuffer.class) {
            PayloadReader<ByteBuffer> view = payload -> payload;
            return view;
        }
        if (raw == byte[].class) {
            return BytesCodec::copy;
        }
        if (raw == String.class) {
            return TextCodec::decode;
        }
        PayloadReader<?> reader = endpoint.codec().reader(resolved(type));
        if (reader == null) {
            return null;
        }
        String name = display(type);
        return payload -> read(reader, payload, name);
    }

    /** The same for a method that runs later, when the frame is gone. */
    static PayloadReader<?> copyingReader(
            HandlerMethod method, ResolvableType type, EndpointTraits endpoint) {
        if (type.toClass() == ByteBuffer.class) {
            return payload -> ByteBuffer.wrap(BytesCodec.copy(payload));
        }
        return reader(method, type, endpoint);
    }

    private static Object read(PayloadReader<?> reader, ByteBuffer payload, String type) {
        Object value;
        try {
            value = reader.read(payload);
        } catch (FramingException | UnreadableTypeException e) {
            throw e;
        } catch (Exception e) {
            log.debug("A payload cannot be read as {}", type, e);
            throw new FramingException(
                    "payload cannot be read as %s: %s"
                            .formatted(type, printable(String.valueOf(e.getMessage()))));
        }
        if (value == null) {
            throw new FramingException("payload cannot be read as %s: it is null".formatted(type));
        }
        return value;
    }

    /** Messages of codecs quote what the peer has sent. */
    static String printable(String text) {
        StringBuilder shown = new StringBuilder();
        for (int index = 0; index < text.length(); index++) {
            char c = text.charAt(index);
            if (shown.length() >= SHOWN_CHARS_MAX) {
                return shown.append("...").toString();
            }
            if (c >= ' ' && c < 0x7F) {
                shown.append(c);
            } else {
                shown.append("\\u%04x".formatted((int) c));
            }
        }
        return shown.toString();
    }

    /**
     * The type with what is known of its type variables: a codec is asked for {@code Quote}, not
     * for the {@code T} of a superclass or of a CompletionStage.
     */
    static Type resolved(ResolvableType type) {
        Class<?> raw = type.resolve();
        if (raw == null) {
            return Object.class;
        }
        if (type.isArray() || !type.hasGenerics()) {
            return raw;
        }
        ResolvableType[] arguments = type.getGenerics();
        for (int index = 0; index < arguments.length; index++) {
            arguments[index] = ResolvableType.forType(resolved(arguments[index]));
        }
        return ResolvableType.forClassWithGenerics(raw, arguments).getType();
    }

    /** A type without the packages of its classes. */
    static String display(ResolvableType type) {
        return type.toString().replaceAll("[a-z_][A-Za-z0-9_]*\\.", "");
    }
}
