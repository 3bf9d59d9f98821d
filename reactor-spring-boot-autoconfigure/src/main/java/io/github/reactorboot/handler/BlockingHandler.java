package io.github.reactorboot.handler;

import io.github.reactorboot.codec.PayloadReader;
import io.github.reactorboot.runtime.CloseReason;
import io.github.reactorboot.runtime.PendingReply;
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
        PendingReply promise = session.expectReply();
        lane.add(() -> serve(session, payload, promise));
    }

    private void serve(Session session, Object payload, PendingReply promise) {
        try {
            call.replies().complete(promise, call.invocation().call(bean, session, payload));
        } catch (Exception e) {
            promise.fail(e);
        } catch (Error e) {
            // Not on the event loop, so it ends the session only.
            promise.fail(new IllegalStateException("a blocking handler method failed: " + e, e));
        }
    }

    /** Comes after the last message was served: what was received before the end is not lost. */
    @Override
    public void onClose(Session session, CloseReason reason) throws Exception {
        if (lane.isIdle()) {
            callbacks.closed(bean, session, reason);
        } else {
            lane.addLast(() -> closeOnLoop(session, reason));
        }
    }

    private void closeOnLoop(Session session, CloseReason reason) {
        Runnable close =
                () -> {
                    try {
                        callbacks.closed(bean, session, reason);
                    } catch (Exception e) {
                        log.error("@OnClose of session {} threw", session.name(), e);
                    }
                };
        if (!session.loop().execute(close)) {
            close.run();
        }
    }
}
