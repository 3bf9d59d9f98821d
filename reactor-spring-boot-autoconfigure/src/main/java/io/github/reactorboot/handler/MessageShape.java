package io.github.reactorboot.handler;

import io.github.reactorboot.codec.PayloadReader;
import io.github.reactorboot.handler.BlockingHandler.BlockingCall;
import io.github.reactorboot.runtime.HandlerSource;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;

/** Makes handlers for beans of one class, whose message method was bound to one listener. */
@FunctionalInterface
interface MessageShape {

    /** Gives sessions a handler around this bean. */
    HandlerSource source(Object bean, Callbacks callbacks);

    /** Binds a message method. */
    static MessageShape of(HandlerMethod method, boolean blocking, EndpointTraits endpoint)
            throws IllegalAccessException {
        int payload = method.secondIndex();
        ResolvableType type = method.parameterType(payload);
        Replies replies = replies(method, endpoint);
        if (blocking) {
            BlockingCall call =
                    new BlockingCall(
                            Payloads.copyingReader(method, type, endpoint),
                            method.bind(),
                            replies != null ? replies : Replies.NONE);
            return blocking(call, endpoint.executor().get());
        }
        PayloadReader<?> reader = Payloads.reader(method, type, endpoint);
        boolean view = type.toClass() == ByteBuffer.class;
        boolean alone = method.declared().getParameterCount() == 1;
        boolean payloadFirst = payload == 0;
        if (replies == null) {
            return withoutReply(method.invocable(), view ? null : reader, alone, payloadFirst);
        }
        return withReply(method.invocable(), view ? null : reader, alone, payloadFirst, replies);
    }

    private static MessageShape blocking(BlockingCall call, Executor executor) {
        return (bean, callbacks) ->
                session ->
                        new BlockingHandler(
                                bean, callbacks, call, new SerialLane(executor, session.loop()));
    }

    private static MessageShape withoutReply(
            Method method, @Nullable PayloadReader<?> reader, boolean alone, boolean payloadFirst)
            throws IllegalAccessException {
        if (alone) {
            Calls.Void1 call = MethodBinder.bind(method, Calls.Void1.class);
            return reader == null
                    ? shared((bean, callbacks) -> new FrameHandlers.Frame(bean, callbacks, call))
                    : shared((bean, callbacks) ->
                            new ObjectHandlers.Payload(bean, callbacks, call, reader));
        }
        Calls.Void2 call = MethodBinder.bind(method, Calls.Void2.class);
        if (payloadFirst) {
            return reader == null
                    ? shared((bean, callbacks) ->
                            new FrameHandlers.FrameSession(bean, callbacks, call))
                    : shared((bean, callbacks) ->
                            new ObjectHandlers.PayloadSession(bean, callbacks, call, reader));
        }
        return reader == null
                ? shared((bean, callbacks) -> new FrameHandlers.SessionFrame(bean, callbacks, call))
                : shared((bean, callbacks) ->
                        new ObjectHandlers.SessionPayload(bean, callbacks, call, reader));
    }

    private static MessageShape withReply(
            Method method,
            @Nullable PayloadReader<?> reader,
            boolean alone,
            boolean payloadFirst,
            Replies replies)
            throws IllegalAccessException {
        if (alone) {
            Calls.Value1 call = MethodBinder.bind(method, Calls.Value1.class);
            return reader == null
                    ? shared((bean, callbacks) ->
                            new FrameHandlers.FrameReply(bean, callbacks, call, replies))
                    : shared((bean, callbacks) ->
                            new ObjectHandlers.PayloadReply(
                                    bean, callbacks, call, reader, replies));
        }
        Calls.Value2 call = MethodBinder.bind(method, Calls.Value2.class);
        if (payloadFirst) {
            return reader == null
                    ? shared((bean, callbacks) ->
                            new FrameHandlers.FrameSessionReply(bean, callbacks, call, replies))
                    : shared((bean, callbacks) ->
                            new ObjectHandlers.PayloadSessionReply(
                                    bean, callbacks, call, reader, replies));
        }
        return reader == null
                ? shared((bean, callbacks) ->
                        new FrameHandlers.SessionFrameReply(bean, callbacks, call, replies))
                : shared((bean, callbacks) ->
                        new ObjectHandlers.SessionPayloadReply(
                                bean, callbacks, call, reader, replies));
    }

    /** Makes the handler of a bean. */
    @FunctionalInterface
    interface Maker {
        AnnotatedHandler make(Object bean, Callbacks callbacks);
    }

    private static MessageShape shared(Maker maker) {
        return (bean, callbacks) -> HandlerSource.shared(maker.make(bean, callbacks));
    }

    /** What sends the results; null when there are none. */
    private static @Nullable Replies replies(HandlerMethod method, EndpointTraits endpoint) {
        ResolvableType type = method.returnType();
        boolean stage = CompletionStage.class.isAssignableFrom(type.toClass());
        if (stage) {
            type = type.as(CompletionStage.class).getGeneric();
            if (type.toClass() == Void.class) {
                return Replies.NONE;
            }
        }
        Class<?> raw = type.toClass();
        if (raw == void.class || raw == Void.class) {
            return null;
        }
        ReplyEncoder encoder = ReplyEncoder.of(type, endpoint.codec());
        if (encoder == null) {
            throw method.mistake(
                    "returns %s, which codec '%s' of %s cannot write"
                            .formatted(
                                    Payloads.display(type),
                                    endpoint.codecName(),
                                    endpoint.display()),
                    ("Return nothing, ByteBuffer, byte[], String or a CompletionStage of one, or set"
                                    + " %s to a codec that writes %s.")
                            .formatted(endpoint.codecKey(), Payloads.display(type)));
        }
        return new Replies(encoder, stage || raw == Object.class);
    }
}
