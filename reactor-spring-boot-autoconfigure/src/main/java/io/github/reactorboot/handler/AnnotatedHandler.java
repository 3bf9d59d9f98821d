package io.github.reactorboot.handler;

import io.github.reactorboot.runtime.CloseReason;
import io.github.reactorboot.runtime.Session;
import io.github.reactorboot.runtime.SessionHandler;
import org.jspecify.annotations.Nullable;

/** A bean with annotated methods as a handler; messages are the matter of each shape. */
interface AnnotatedHandler extends SessionHandler {

    /** The bean that has the methods. */
    Object bean();

    /** Its other methods. */
    Callbacks callbacks();

    @Override
    default void onOpen(Session session) throws Exception {
        callbacks().opened(bean(), session);
    }

    @Override
    default @Nullable Object onCommand(Session session, Object command) throws Exception {
        return callbacks().command(bean(), session, command);
    }

    @Override
    default void onWritable(Session session) throws Exception {
        callbacks().writable(bean(), session);
    }

    @Override
    default void onInputClosed(Session session) throws Exception {
        callbacks().inputClosed(bean(), session);
    }

    @Override
    default boolean onIdle(Session session) throws Exception {
        return callbacks().idle(bean(), session);
    }

    @Override
    default void onDrain(Session session) throws Exception {
        callbacks().draining(bean(), session);
    }

    @Override
    default void onError(Session session, Throwable failure) throws Exception {
        callbacks().failed(bean(), session, failure);
    }

    @Override
    default void onClose(Session session, CloseReason reason) throws Exception {
        callbacks().closed(bean(), session, reason);
    }
}
