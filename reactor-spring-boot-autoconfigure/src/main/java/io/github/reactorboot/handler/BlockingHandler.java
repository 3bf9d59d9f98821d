package io.github.reactorboot.handler;

import io.github.reactorboot.codec.PayloadReader;
import io.github.reactorboot.runtime.CloseReason;
import io.github.reactorboot.runtime.PendingReply;
import io.github.reactorboot.runtime.RefusableCommand;
import io.github.reactorboot.runtime.Session;
import java.nio.ByteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The handler of one session whose message method may block. Each message is a promised reply,
 * whose bound holds for messages in flight too; a method without a result keeps the promise with
 * nothing.
 */
final class BlockingHandler implements AnnotatedHandler {

    private static final Logger log = LoggerFactory.getLogger(BlockingHandler.class);

    private final Object bean;
    private final Callbacks callbacks;
    private final BlockingCall call;
    private final SerialLane lane;

    /** A message failed: those behind it are not served. */
    private volatile boolean failed;

    /**
     * How the method is called.
     *
     * @param reader reads payloads into objects that outlive the frame
     * @param invocation takes the session and the payload
     */
    record BlockingCall(PayloadReader<?> reader, Invocation invocation, Replies replies) {}

    BlockingHandler(Object bean, Callbacks callbacks, BlockingCall call, SerialLane lane) {
        this.bean = bean;
        this.callbacks = callbacks;
        this.call = call;
        this.lane = lane;
    }

    @Override
    public Object bean() {
        return bean;
    }

    @Override
    public Callbacks callbacks() {
        return callbacks;
    }

    @Override
    public void onMessage(Session session, ByteBuffer frame) throws Exception {
        Object payload = call.reader().read(frame);
        lane.add(new Message(session, payload, session.expectReply()));
    }

    /** Comes after the last message was served: what was received before the end is not lost. */
    @Override
    public void onClose(Session session, CloseReason reason) throws Exception {
        if (lane.isIdle()) {
            callbacks.closed(bean, session, reason);
        } else {
            lane.addLast(new Close(session, reason));
        }
    }

    /** One message, and the promise of its reply. */
    private final class Message implements LaneTask, PendingReply {

        private final Session session;
        private final Object payload;
        private final PendingReply promise;

        Message(Session session, Object payload, PendingReply promise) {
            this.session = session;
            this.payload = payload;
            this.promise = promise;
        }

        @Override
        public void run() {
            if (failed) {
                // The session is being closed for a message before this one.
                complete();
                return;
            }
            try {
                call.replies().complete(this, call.invocation().call(bean, session, payload));
            } catch (Exception e) {
                fail(e);
            } catch (Error e) {
                // Not on the event loop, so it ends the session only.
                fail(new IllegalStateException("a blocking handler method failed: " + e, e));
            }
        }

        @Override
        public void abandon(Throwable cause) {
            fail(new IllegalStateException("the executor of blocking methods failed", cause));
        }

        @Override
        public void complete(ByteBuffer reply) {
            promise.complete(reply);
        }

        @Override
        public void complete() {
            promise.complete();
        }

        @Override
        public void fail(Throwable failure) {
            failed = true;
            promise.fail(failure);
        }

        @Override
        public String toString() {
            return "a message of session " + session.name();
        }
    }

    /** The end of the session: on its loop, or where it is noticed that the loop is over. */
    private final class Close implements LaneTask, RefusableCommand {

        private final Session session;
        private final CloseReason reason;

        Close(Session session, CloseReason reason) {
            this.session = session;
            this.reason = reason;
        }

        /** Both the task of the lane, then off the loop, and the command, then on it. */
        @Override
        public void run() {
            if (session.loop().inEventLoop()) {
                close();
            } else if (!session.loop().execute(this)) {
                refuse();
            }
        }

        @Override
        public void abandon(Throwable cause) {
            run();
        }

        @Override
        public void refuse() {
            try {
                close();
            } catch (Error e) {
                // No event loop to end.
                log.error("@OnClose of session {} failed", session.name(), e);
            }
        }

        private void close() {
            try {
                callbacks.closed(bean, session, reason);
            } catch (Exception e) {
                log.error("@OnClose of session {} threw", session.name(), e);
            }
        }
    }
}
