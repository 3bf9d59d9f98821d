package io.github.reactorboot.handler;

import io.github.reactorboot.runtime.HandlerSource;
import io.github.reactorboot.runtime.Session;
import io.github.reactorboot.runtime.task.SessionTasks;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;

/** Makes handlers for beans whose method serves whole sessions. */
final class TaskShape {

    private TaskShape() {}

    /** Binds the method to one listener or connection. */
    static MessageShape of(HandlerMethod method, EndpointTraits endpoint) {
        Invocation invocation = method.bind();
        Executor executor = endpoint.taskExecutor().get();
        EndpointTaskCodec codec = new EndpointTaskCodec(endpoint);
        return (bean, callbacks) ->
                SessionTasks.of(stream -> invocation.call(bean, stream.session(), stream), executor)
                        .withCodec(codec)
                        .withCompanions(HandlerSource.shared(new Companion(bean, callbacks)));
    }

    /** The other methods of the bean. */
    private record Companion(Object bean, Callbacks callbacks) implements AnnotatedHandler {

        @Override
        public void onMessage(Session session, ByteBuffer frame) {
            throw new IllegalStateException("frames are for the task");
        }
    }
}
