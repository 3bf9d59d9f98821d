package io.github.reactorboot.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.aot.hint.annotation.Reflective;

/**
 * Serves a frame that has arrived.
 *
 * <p>Parameters, in any order: the payload (required) and the {@link
 * io.github.reactorboot.runtime.Session}. The payload is a {@link java.nio.ByteBuffer} (a view that
 * is valid during the call only, nothing is allocated), a {@code byte[]}, a {@link String} (UTF-8,
 * malformed bytes are replaced), or any type that the codec of the listener reads.
 *
 * <p>The return value is the reply: null or void for none, one of the types above, or a {@link
 * java.util.concurrent.CompletionStage} of one. Replies leave in the order of the requests,
 * whatever the order in which they complete.
 *
 * <p>An exception closes the session after {@link OnError}; a payload that the codec cannot read
 * closes it with {@link io.github.reactorboot.runtime.CloseReason#PROTOCOL_ERROR}.
 */
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective
public @interface OnMessage {

    /**
     * Whether the method may block. It then runs on the executor of the listener ({@code
     * reactor.listeners.<name>.executor}, by default the executor of the application, which uses
     * virtual threads if they are enabled), one message of a session at a time and in order. The
     * payload is copied first. Beyond {@code max-pending-replies} messages in flight the session is
     * not read. The other callbacks still run on the event loop, perhaps at the same time, so
     * fields that they share with this method need care; {@link OnClose} comes after the last
     * message was served.
     */
    boolean blocking() default false;
}
