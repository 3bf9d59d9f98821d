package io.github.reactorboot.handler;

import io.github.reactorboot.runtime.Session;
import java.nio.ByteBuffer;

/**
 * Handlers whose method takes the frame itself: one class for each shape, so that nothing stands
 * between the session and the method but a call that the JVM can inline.
 */
final class FrameHandlers {

    private FrameHandlers() {}

    /** {@code void on(ByteBuffer)}. */
    record Frame(Object bean, Callbacks callbacks, Calls.Void1 call) implements AnnotatedHandler {

        @Override
        public void onMessage(Session session, ByteBuffer frame) throws Exception {
            call.call(bean, frame);
        }
    }

    /** {@code void on(ByteBuffer, Session)}. */
    record FrameSession(Object bean, Callbacks callbacks, Calls.Void2 call)
            implements AnnotatedHandler {

        @Override
        public void onMessage(Session session, ByteBuffer frame) throws Exception {
            call.call(bean, frame, session);
        }
    }

    /** {@code void on(Session, ByteBuffer)}. */
    record SessionFrame(Object bean, Callbacks callbacks, Calls.Void2 call)
            implements AnnotatedHandler {

        @Override
        public void onMessage(Session session, ByteBuffer frame) throws Exception {
            call.call(bean, session, frame);
        }
    }

    /** {@code Reply on(ByteBuffer)}. */
    record FrameReply(Object bean, Callbacks callbacks, Calls.Value1 call, Replies replies)
            implements AnnotatedHandler {

        @Override
        public void onMessage(Session session, ByteBuffer frame) throws Exception {
            replies.send(session, call.call(bean, frame));
        }
    }

    /** {@code Reply on(ByteBuffer, Session)}. */
    record FrameSessionReply(Object bean, Callbacks callbacks, Calls.Value2 call, Replies replies)
            implements AnnotatedHandler {

        @Override
        public void onMessage(Session session, ByteBuffer frame) throws Exception {
            replies.send(session, call.call(bean, frame, session));
        }
    }

    /** {@code Reply on(Session, ByteBuffer)}. */
    record SessionFrameReply(Object bean, Callbacks callbacks, Calls.Value2 call, Replies replies)
            implements AnnotatedHandler {

        @Override
        public void onMessage(Session session, ByteBuffer frame) throws Exception {
            replies.send(session, call.call(bean, session, frame));
        }
    }
}
