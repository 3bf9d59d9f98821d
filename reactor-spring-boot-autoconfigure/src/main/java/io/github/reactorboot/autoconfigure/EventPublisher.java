package io.github.reactorboot.autoconfigure;

import io.github.reactorboot.event.ConnectionFailedEvent;
import io.github.reactorboot.event.ConnectionOpenedEvent;
import io.github.reactorboot.event.ConnectionStoppedEvent;
import io.github.reactorboot.event.ListenerPausedEvent;
import io.github.reactorboot.event.ListenerResumedEvent;
import io.github.reactorboot.event.ListenerStoppedEvent;
import io.github.reactorboot.event.LoopFailedEvent;
import io.github.reactorboot.event.LoopStalledEvent;
import io.github.reactorboot.event.SessionClosedEvent;
import io.github.reactorboot.event.SessionOpenedEvent;
import io.github.reactorboot.runtime.CloseReason;
import io.github.reactorboot.runtime.Connection;
import io.github.reactorboot.runtime.EventLoop;
import io.github.reactorboot.runtime.Listener;
import io.github.reactorboot.runtime.ReactorObserver;
import io.github.reactorboot.runtime.Session;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Publishes what happens in the runtimes as application events; a dead loop breaks the liveness.
 */
final class EventPublisher implements ReactorObserver {

    private final ApplicationEventPublisher events;
    private final Set<String> connections;
    private final Set<String> withSessionEvents;

    EventPublisher(
            ApplicationEventPublisher events,
            Set<String> connections,
            Set<String> withSessionEvents) {
        this.events = events;
        this.connections = connections;
        this.withSessionEvents = withSessionEvents;
    }

    @Override
    public void onListenerPaused(Listener listener) {
        events.publishEvent(new ListenerPausedEvent(listener));
    }

    @Override
    public void onListenerResumed(Listener listener) {
        events.publishEvent(new ListenerResumedEvent(listener));
    }

    @Override
    public void onListenerStopped(Listener listener) {
        events.publishEvent(new ListenerStoppedEvent(listener));
    }

    @Override
    public void onConnectFailed(Connection connection, IOException cause, Duration pause) {
        events.publishEvent(new ConnectionFailedEvent(connection, cause, pause));
    }

    @Override
    public void onConnectionStopped(Connection connection) {
        events.publishEvent(new ConnectionStoppedEvent(connection));
    }

    @Override
    public void onSessionOpened(Session session) {
        if (connections.contains(session.endpoint())) {
            events.publishEvent(new ConnectionOpenedEvent(session));
        }
        if (wantsSessionEvents(session)) {
            events.publishEvent(new SessionOpenedEvent(session));
        }
    }

    @Override
    public void onSessionClosed(Session session, CloseReason reason) {
        if (wantsSessionEvents(session)) {
            events.publishEvent(new SessionClosedEvent(session, reason));
        }
    }

    @Override
    public void onLoopStalled(EventLoop loop, Duration since, StackTraceElement[] stack) {
        events.publishEvent(new LoopStalledEvent(loop, since, List.of(stack)));
    }

    @Override
    public void onLoopFailed(EventLoop loop, Throwable cause) {
        AvailabilityChangeEvent.publish(events, loop, LivenessState.BROKEN);
        events.publishEvent(new LoopFailedEvent(loop, cause));
    }

    private boolean wantsSessionEvents(Session session) {
        return withSessionEvents.contains(session.endpoint());
    }
}
