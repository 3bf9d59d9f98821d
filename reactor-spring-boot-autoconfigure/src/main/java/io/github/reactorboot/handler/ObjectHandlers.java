package io.github.reactorboot.handler;

import io.github.reactorboot.codec.PayloadReader;
import io.github.reactorboot.runtime.Session;
import java.nio.ByteBuffer;

/** Handlers whose method takes what a codec reads, as {@link FrameHandlers}. */
final class ObjectHandlers {

    private ObjectHandlers() {}

    /** {@code void on(Payload)}. */
    record Payload(Object bean, Callbacks callbacks, Calls.Void1 call, PayloadReader<?> reader)
            implements AnnotatedHandler {

        @Override
        public void onMessage(Session session, ByteBuffer frame) throws Exception {
            call.call(bean, reader.read(frame));
        }
    }

    /** {@code void on(Payload, Session)}. */
    record PayloadSession(
            Object bean, Callbacks callbacks, Calls.Void2 call, PayloadReader<?> reader)
            implements AnnotatedHandler {

        @Override
        public void onMessage(Session session, ByteBuffer frame) throws Exception {
            call.call(bean, reader.read(frame), session);
        }
    }

    /** {@code void on(Session, Payload)}. */
    record SessionPayload(
            Object bean, Callbacks callbacks, Calls.Void2 call, PayloadReader<?> reader)
            implements AnnotatedHandler {

        @Override
        public void onMessage(Session session, ByteBuffer frame) throws Exception {
            call.call(bean, session, reader.read(frame));
        }
    }

    /** {@code Reply on(Payload)}. */
    record PayloadReply(
            Object bean,
            Callbacks callbacks,
            Calls.Value1 call,
            PayloadReader<?> reader,
            Replies replies)
            implements AnnotatedHandler {

        @Override
        public void onMessage(Session session, ByteBuffer frame) throws Exception {
            replies.send(session, call.call(bean, reader.read(frame)));
        }
    }

    /** {@code Reply on(Payload, Session)}. */
    record PayloadSessionReply(
            Object bean,
            Callbacks callbacks,
            Calls.Value2 call,
            PayloadReader<?> reader,
            Replies replies)
            implements AnnotatedHandler {

        @Override
        public void onMessage(Session session, ByteBuffer frame) throws Exception {
            replies.send(session, call.call(bean, reader.read(frame), session));
        }
    }

    /** {@code Reply on(Session, Payload)}. */
    record SessionPayloadReply(
            Object bean,
            Callbacks callbacks,
            Calls.Value2 call,
            PayloadReader<?> reader,
            Replies replies)
            implements AnnotatedHandler {

        @Override
        public void onMessage(Session session, ByteBuffer frame) throws Exception {
            replies.send(session, call.call(bean, session, reader.read(frame)));
        }
    }
}
