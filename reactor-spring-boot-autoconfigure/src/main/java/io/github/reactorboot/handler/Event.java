package io.github.reactorboot.handler;

import io.github.reactorboot.annotation.OnAccept;
import io.github.reactorboot.annotation.OnClose;
import io.github.reactorboot.annotation.OnCommand;
import io.github.reactorboot.annotation.OnDrain;
import io.github.reactorboot.annotation.OnError;
import io.github.reactorboot.annotation.OnIdle;
import io.github.reactorboot.annotation.OnInputClosed;
import io.github.reactorboot.annotation.OnMessage;
import io.github.reactorboot.annotation.OnOpen;
import io.github.reactorboot.annotation.OnSession;
import io.github.reactorboot.annotation.OnTick;
import io.github.reactorboot.annotation.OnWritable;
import io.github.reactorboot.runtime.CloseReason;
import io.github.reactorboot.runtime.EventLoop;
import io.github.reactorboot.runtime.Session;
import io.github.reactorboot.runtime.task.TaskStream;
import java.lang.annotation.Annotation;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/**
 * What a method can be called for. Its first argument has one of a few types and the second one
 * too; a parameter of any other type is the payload, where there is one.
 */
enum Event {
    MESSAGE(OnMessage.class, "the payload (required) and a Session"),
    SESSION(OnSession.class, "a TaskStream (required) and a Session"),
    OPEN(OnOpen.class, "a Session or nothing"),
    CLOSE(OnClose.class, "a Session and a CloseReason, or less"),
    ERROR(OnError.class, "an exception and a Session, or less"),
    ACCEPT(OnAccept.class, "a SocketAddress or InetSocketAddress, or nothing"),
    COMMAND(OnCommand.class, "the command (required) and a Session"),
    TICK(OnTick.class, "an EventLoop or nothing"),
    WRITABLE(OnWritable.class, "a Session or nothing"),
    IDLE(OnIdle.class, "a Session or nothing"),
    DRAIN(OnDrain.class, "a Session or nothing"),
    INPUT_CLOSED(OnInputClosed.class, "a Session or nothing");

    private final Class<? extends Annotation> annotation;
    private final String parameters;

    Event(Class<? extends Annotation> annotation, String parameters) {
        this.annotation = annotation;
        this.parameters = parameters;
    }

    Class<? extends Annotation> annotation() {
        return annotation;
    }

    /** What methods may take, for messages. */
    String parameters() {
        return parameters;
    }

    boolean takesFirst(Class<?> type) {
        return switch (this) {
            case ACCEPT -> type == SocketAddress.class || type == InetSocketAddress.class;
            case TICK -> type == EventLoop.class;
            default -> type == Session.class;
        };
    }

    boolean takesSecond(Class<?> type) {
        return switch (this) {
            case MESSAGE, COMMAND -> true;
            case SESSION -> type == TaskStream.class;
            case CLOSE -> type == CloseReason.class;
            case ERROR -> Throwable.class.isAssignableFrom(type);
            default -> false;
        };
    }

    /** Whether the second argument must be taken. */
    boolean needsSecond() {
        return this == MESSAGE || this == COMMAND || this == SESSION;
    }

    /** Whether a class may have several methods for it. */
    boolean repeatable() {
        return this == TICK || this == COMMAND;
    }

    boolean returns(Class<?> type) {
        return switch (this) {
            case MESSAGE, COMMAND -> true;
            case ACCEPT -> isBoolean(type);
            case OPEN, IDLE -> type == void.class || isBoolean(type);
            default -> type == void.class;
        };
    }

    /** What methods may return, for messages. */
    String results() {
        return switch (this) {
            case ACCEPT -> "a boolean";
            case OPEN, IDLE -> "a boolean or nothing";
            default -> "nothing (void)";
        };
    }

    private static boolean isBoolean(Class<?> type) {
        return type == boolean.class || type == Boolean.class;
    }

    @Override
    public String toString() {
        return "@" + annotation.getSimpleName();
    }
}
