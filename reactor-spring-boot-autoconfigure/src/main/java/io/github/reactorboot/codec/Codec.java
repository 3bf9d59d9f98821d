package io.github.reactorboot.codec;

import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;

/**
 * Turns payloads into objects and objects into payloads. Listeners name their codec with {@code
 * reactor.listeners.<name>.codec}: {@code text}, {@code json}, {@code bytes}, or the name of a bean
 * of this type.
 *
 * <p>A codec is asked once, at start, for each type that a handler method takes or returns; what it
 * gives then works on all event loops at once, so it keeps no state between payloads. Handler
 * methods that take or return {@link java.nio.ByteBuffer}, {@code byte[]} or {@link String} never
 * need it.
 */
public interface Codec {

    /** What reads payloads as this type, or null when this codec cannot. */
    @Nullable PayloadReader<?> reader(Type type);

    /** What writes objects of this type, or null when this codec cannot. */
    @Nullable PayloadWriter<?> writer(Type type);

    /**
     * A codec for one inbound and one outbound type, each with its subtypes where that is sound.
     */
    static <I, O> Codec of(
            Class<I> inbound,
            PayloadReader<? extends I> reader,
            Class<O> outbound,
            PayloadWriter<? super O> writer) {
        return new Codec() {

            @Override
            public @Nullable PayloadReader<?> reader(Type type) {
                // A method that takes a supertype of what is read is served too.
                Class<?> wanted = ResolvableType.forType(type).toClass();
                return wanted.isAssignableFrom(inbound) ? reader : null;
            }

            @Override
            public @Nullable PayloadWriter<?> writer(Type type) {
                Class<?> given = ResolvableType.forType(type).toClass();
                return outbound.isAssignableFrom(given) ? writer : null;
            }

            @Override
            public String toString() {
                return "Codec[reads %s, writes %s]"
                        .formatted(inbound.getName(), outbound.getName());
            }
        };
    }
}
