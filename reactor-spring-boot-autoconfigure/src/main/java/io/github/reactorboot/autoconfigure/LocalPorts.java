package io.github.reactorboot.autoconfigure;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;

/** Shows bound ports as {@code local.reactor.<name>.port}, also to the parent contexts. */
final class LocalPorts {

    private static final String SOURCE = "reactor.ports";

    private final ApplicationContext context;

    LocalPorts(ApplicationContext context) {
        this.context = context;
    }

    static String property(String listener) {
        return "local.reactor." + listener + ".port";
    }

    /** Does nothing for a Unix socket, whose port is negative. */
    void publish(String listener, int port) {
        if (port < 0) {
            return;
        }
        for (@Nullable ApplicationContext at = context; at != null; at = at.getParent()) {
            if (at.getEnvironment() instanceof ConfigurableEnvironment environment) {
                ports(environment.getPropertySources()).put(property(listener), port);
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> ports(MutablePropertySources sources) {
        PropertySource<?> source = sources.get(SOURCE);
        if (source == null) {
            source = new MapPropertySource(SOURCE, new ConcurrentHashMap<>());
            sources.addFirst(source);
        }
        return (Map<String, Object>) source.getSource();
    }
}
