package io.github.reactorboot.handler;

import io.github.reactorboot.runtime.CloseReason;
import io.github.reactorboot.runtime.Session;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the methods of a class do for all events but messages. */
final class Callbacks {

    private final Invocation open;
    private final Invocation close;
    private final Invocation error;
    private final Class<?> errorType;
    private final Invocation writable;
    private final Invocation idle;
    private final Invocation drain;
    private final Invocation inputClosed;
    private final CommandTable commands;
    private final Consumer<Object> release;

    /**
     * Takes in the bound methods.
     *
     * @param errorType what the error method takes
     * @param release called with the bean when a session is over
     */
    Callbacks(
            Map<Event, Invocation> bound,
            Class<?> errorType,
            CommandTable commands,
            Consumer<Object> release) {
        Map<Event, Invocation> all = new EnumMap<>(Event.class);
        all.putAll(bound);
        this.open = all.getOrDefault(Event.OPEN, Invocation.NONE);
        this.close = all.getOrDefault(Event.CLOSE, Invocation.NONE);
        this.error = all.getOrDefault(Event.ERROR, Invocation.NONE);
        this.errorType = errorType;
        this.writable = all.getOrDefault(Event.WRITABLE, Invocation.NONE);
        this.idle = all.getOrDefault(Event.IDLE, Invocation.NONE);
        this.drain = all.getOrDefault(Event.DRAIN, Invocation.NONE);
        this.inputClosed = all.getOrDefault(Event.INPUT_CLOSED, Invocation.NONE);
        this.commands = commands;
        this.release = release;
    }

    void opened(Object bean, Session session) throws Exception {
        if (Boolean.FALSE.equals(open.call(bean, session, null))) {
            session.close();
        }
    }

    @Nullable Object command(Object bean, Session session, Object command) throws Exception {
        return commands.find(session.name(), command).call(bean, session, command);
    }

    void writable(Object bean, Session session) throws Exception {
        writable.call(bean, session, null);
    }

    void inputClosed(Object bean, Session session) throws Exception {
        inputClosed.call(bean, session, null);
    }

    boolean idle(Object bean, Session session) throws Exception {
        return Boolean.TRUE.equals(idle.call(bean, session, null));
    }

    void draining(Object bean, Session session) throws Exception {
        drain.call(bean, session, null);
    }

    void failed(Object bean, Session session, Throwable failure) throws Exception {
        if (errorType.isInstance(failure)) {
            error.call(bean, session, failure);
        }
    }

    void closed(Object bean, Session session, CloseReason reason) throws Exception {
        try {
            close.call(bean, session, reason);
        } finally {
            release.accept(bean);
        }
    }
}
