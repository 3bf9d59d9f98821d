package io.github.reactorboot.handler;

import io.github.reactorboot.runtime.AcceptFilter;
import io.github.reactorboot.runtime.CloseReason;
import io.github.reactorboot.runtime.HandlerSource;
import io.github.reactorboot.runtime.Session;
import io.github.reactorboot.runtime.SessionHandler;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Beans that implement {@link SessionHandler} themselves; one may be an {@link AcceptFilter} too.
 */
final class PlainHandlers {

    private PlainHandlers() {}

    static BoundHandler bind(ConfigurableListableBeanFactory beans, String name) {
        boolean filters = beans.isTypeMatch(name, AcceptFilter.class);
        if (beans.isSingleton(name)) {
            SessionHandler handler = beans.getBean(name, SessionHandler.class);
            return new BoundHandler(
                    HandlerSource.shared(handler),
                    handler instanceof AcceptFilter filter ? filter : AcceptFilter.ALL,
                    List.of());
        }
        return new BoundHandler(
                session ->
                        new OwnHandler(
                                beans.getBean(name, SessionHandler.class),
                                bean -> beans.destroyBean(name, bean)),
                filters ? beans.getBean(name, AcceptFilter.class) : AcceptFilter.ALL,
                List.of());
    }

    /** A handler of one session, which ends with it. */
    private record OwnHandler(SessionHandler handler, Consumer<Object> release)
            implements SessionHandler {

        @Override
        public void onOpen(Session session) throws Exception {
            handler.onOpen(session);
        }

        @Override
        public void onMessage(Session session, ByteBuffer frame) throws Exception {
            handler.onMessage(session, frame);
        }

        @Override
        public @Nullable Object onCommand(Session session, Object command) throws Exception {
            return handler.onCommand(session, command);
        }

        @Override
        public void onWritable(Session session) throws Exception {
            handler.onWritable(session);
        }

        @Override
        public void onInputClosed(Session session) throws Exception {
            handler.onInputClosed(session);
        }

        @Override
        public boolean onIdle(Session session) throws Exception {
            return handler.onIdle(session);
        }

        @Override
        public void onDrain(Session session) throws Exception {
            handler.onDrain(session);
        }

        @Override
        public void onEnding(Session session, CloseReason reason) throws Exception {
            handler.onEnding(session, reason);
        }

        @Override
        public void onError(Session session, Throwable failure) throws Exception {
            handler.onError(session, failure);
        }

        @Override
        public void onClose(Session session, CloseReason reason) throws Exception {
            try {
                handler.onClose(session, reason);
            } finally {
                release.accept(handler);
            }
        }
    }
}
