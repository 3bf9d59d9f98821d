package io.github.reactorboot.autoconfigure;

import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.util.ClassUtils;

/** Refuses traffic before the drain begins, as Boot does only where there is a web server. */
final class ReadinessOnClose implements ApplicationListener<ContextClosedEvent> {

    private static final String WEB_SERVER_CONTEXT =
            "org.springframework.boot.web.server.context.WebServerApplicationContext";

    private final ApplicationContext context;

    ReadinessOnClose(ApplicationContext context) {
        this.context = context;
    }

    @Override
    public void onApplicationEvent(ContextClosedEvent event) {
        // Events go to the parents too, and those are not closing.
        boolean own = context.equals(event.getApplicationContext()) && context.getParent() == null;
        if (own && !hasWebServer()) {
            AvailabilityChangeEvent.publish(context, ReadinessState.REFUSING_TRAFFIC);
        }
    }

    private boolean hasWebServer() {
        ClassLoader loader = context.getClassLoader();
        return ClassUtils.isPresent(WEB_SERVER_CONTEXT, loader)
                && ClassUtils.resolveClassName(WEB_SERVER_CONTEXT, loader).isInstance(context);
    }
}
