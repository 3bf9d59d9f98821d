package io.github.reactorboot.benchmarks.echo;

import io.github.reactorboot.benchmarks.framing.Framing;
import io.github.reactorboot.runtime.EngineUnavailableException;
import io.github.reactorboot.runtime.Reactor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The runtime under Spring Boot. The options become properties; what they do not name is at the
 * defaults of the starter.
 */
final class SpringEchoServer implements EchoServer {

    private final ConfigurableApplicationContext application;
    private final int port;
    private final List<Thread> threads;

    private SpringEchoServer(ConfigurableApplicationContext application) {
        this.application = application;
        this.port =
                application
                        .getEnvironment()
                        .getRequiredProperty("local.reactor.echo.port", Integer.class);
        this.threads = ReactorEchoServer.threads(application.getBean(Reactor.class));
    }

    static EchoServer start(EchoOptions options) {
        if (options.fanOut()) {
            throw new UnusableOptionException("--server spring has no --fan-out");
        }
        checkEngine(options.engine());
        // As arguments, which nothing in the surroundings of the process overrides.
        String[] arguments =
                properties(options).entrySet().stream()
                        .map(each -> "--" + each.getKey() + "=" + each.getValue())
                        .toArray(String[]::new);
        return new SpringEchoServer(application().run(arguments));
    }

    /** Said before Spring says it, at more length. */
    private static void checkEngine(String engine) {
        try {
            Reactor.builder("echo").engine(engine).loops(1).build();
        } catch (EngineUnavailableException e) {
            throw new UnusableOptionException(e.getMessage());
        }
    }

    private static SpringApplicationBuilder application() {
        return new SpringApplicationBuilder(EchoApplication.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                // The command has a hook of its own, with or without Spring.
                .registerShutdownHook(false);
    }

    private static Map<String, Object> properties(EchoOptions options) {
        String runtime = "reactor.runtimes.default.";
        String listener = "reactor.listeners.echo.";
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put(runtime + "engine", options.engine());
        properties.put(runtime + "loops", options.loops());
        properties.put(runtime + "idle-strategy", options.idle());
        properties.put(listener + "address", EchoOptions.HOST);
        properties.put(listener + "port", options.port());
        properties.put(listener + "max-sessions", EchoOptions.sessionsMax());
        properties.put(listener + "socket.backlog", EchoOptions.BACKLOG);
        properties.put(listener + "framing.type", options.framing());
        properties.put(listener + "framing.max-frame-size", EchoOptions.PAYLOAD_BYTES_MAX + "B");
        properties.put(listener + "outbound.limit", EchoOptions.QUEUE_BYTES_MAX + "B");
        if (options.framing() == Framing.LENGTH) {
            properties.put(listener + "framing.length.bytes", 4);
        }
        return properties;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public List<Thread> loopThreads() {
        return threads;
    }

    @Override
    public void close() {
        application.close();
    }
}
