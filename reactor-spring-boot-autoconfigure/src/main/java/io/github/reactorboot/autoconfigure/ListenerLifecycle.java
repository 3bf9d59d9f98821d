package io.github.reactorboot.autoconfigure;

import io.github.reactorboot.runtime.CloseReason;
import io.github.reactorboot.runtime.Connection;
import io.github.reactorboot.runtime.Listener;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Listeners are bound and connections opened when all else has started; at the end, what the drain
 * left over is cut.
 */
final class ListenerLifecycle implements SmartLifecycle {

    /** That of Boot's web servers (WebServerApplicationContext). */
    static final int PHASE = Integer.MAX_VALUE - 2048;

    private static final Logger log = LoggerFactory.getLogger(ReactorRegistry.class);

    private final ReactorRegistry registry;
    private volatile boolean running;

    ListenerLifecycle(ReactorRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void start() {
        running = true;
        for (ListenerEndpoint endpoint : registry.endpoints()) {
            if (endpoint.properties().autoStart()) {
                endpoint.start();
            }
        }
        openConnections();
    }

    /** All at once, so that hosts that do not answer are waited for together. */
    private void openConnections() {
        Map<ConnectionEndpoint, ConnectionEndpoint.Start> begun = new LinkedHashMap<>();
        for (ConnectionEndpoint connection : registry.connections()) {
            Duration delay = connection.properties().openDelay();
            ConnectionEndpoint.Start start = connection.begin(delay);
            if (start == null) {
                continue;
            }
            if (delay.isZero()) {
                begun.put(connection, start);
            } else {
                connection.finishLater(start, delay);
            }
        }
        begun.forEach(ConnectionEndpoint::finish);
    }

    @Override
    public void stop() {
        running = false;
        for (ListenerEndpoint endpoint : registry.endpoints()) {
            Listener listener = endpoint.listener();
            if (listener == null) {
                continue;
            }
            listener.stop();
            int left = listener.sessions().size();
            if (left > 0) {
                log.warn(
                        "Listener '{}' cuts {} session{} that did not end in time",
                        endpoint.name(),
                        left,
                        left == 1 ? "" : "s");
                listener.closeSessions(CloseReason.SHUTDOWN);
            }
        }
        registry.connections().forEach(ListenerLifecycle::close);
    }

    private static void close(ConnectionEndpoint endpoint) {
        Connection connection = endpoint.connection();
        if (connection == null) {
            return;
        }
        if (connection.session().isPresent()) {
            log.warn(
                    "Connection '{}' cuts its session, which did not end in time", endpoint.name());
            connection.closeSession(CloseReason.SHUTDOWN);
        }
        connection.stop();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    /** As Boot's own servers: a cached test context must keep its port. */
    @Override
    public boolean isPauseable() {
        return false;
    }
}
