package io.github.reactorboot.autoconfigure;

import io.github.reactorboot.handler.Nearest;
import io.github.reactorboot.runtime.EngineUnavailableException;
import io.github.reactorboot.runtime.Reactor;
import io.github.reactorboot.runtime.ReactorBuilder;
import io.github.reactorboot.runtime.ReactorObserver;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/** Builds runtimes from their properties. */
final class ReactorFactory {

    static final String BEAN_NAME = "reactorRuntimeFactory";

    private static final List<String> ENGINES = List.of("auto", "nio", "epoll", "io_uring");

    /** As EngineProviders of the runtime says it. */
    private static final Pattern NEWER_JAVA = Pattern.compile("needs Java (\\d+) or newer");

    private final ReactorRuntimeProperties properties;
    private final Environment environment;
    private final List<ReactorBuilderCustomizer> customizers;
    private final ReactorObserver observer;

    ReactorFactory(
            ReactorRuntimeProperties properties,
            Environment environment,
            List<ReactorBuilderCustomizer> customizers,
            ReactorObserver observer) {
        this.properties = properties;
        this.environment = environment;
        this.customizers = customizers;
        this.observer = observer;
    }

    Reactor create(String name) {
        RuntimeProperties runtime = properties.runtime(name);
        PropertyCheck check =
                new PropertyCheck(environment, ReactorRuntimeProperties.runtimePrefix(name));
        ReactorBuilder builder = Reactor.builder(name).observer(observer);
        apply(runtime, check, builder);
        // Loops that serve nobody must not keep an application alive that has done its work.
        builder.daemon(!properties.runtimesServing().contains(name));
        customizers.forEach(customizer -> customizer.customize(name, builder));
        try {
            return builder.build();
        } catch (EngineUnavailableException e) {
            throw new FailureAnalyzedException(
                    "Runtime '%s' has no engine (%s): %s."
                            .formatted(name, check.key("engine"), e.getMessage()),
                    action(runtime.engine(), check.key("engine"), String.valueOf(e.getMessage())),
                    e);
        }
    }

    /** The message of the runtime says what is wrong; this says what to do about just that. */
    private static String action(String engine, String key, String message) {
        String otherwise =
                "set %s to auto, which takes the best that can be had, or to nio, which works"
                                .formatted(key)
                        + " everywhere.";
        if (message.startsWith("there is no engine")) {
            return Nearest.to(engine, ENGINES)
                            .map(name -> "Did you mean '%s'? Otherwise: ".formatted(name))
                            .orElse("")
                    + StringUtils.capitalize(otherwise);
        }
        Matcher java = NEWER_JAVA.matcher(message);
        if (java.find()) {
            return "Run the application on Java %s or newer, or %s"
                    .formatted(java.group(1), otherwise);
        }
        return "Remove what stands in the way, or " + otherwise;
    }

    private static void apply(
            RuntimeProperties runtime, PropertyCheck check, ReactorBuilder builder) {
        check.atLeast("loops", runtime.loops(), 0);
        check.require(runtime.loops() <= 1024, "loops", runtime.loops(), "must be at most 1024");
        check.atLeast("command-queue-capacity", runtime.commandQueueCapacity(), 2);
        check.atLeast("outbound-memory-limit", runtime.outboundMemoryLimit().toBytes(), 0);
        Duration stall = runtime.stallThreshold();
        check.require(
                !stall.isNegative() && !stall.isZero(),
                "stall-threshold",
                stall,
                "must be above 0");
        builder.engine(runtime.engine())
                .loops(runtime.loops())
                .idleStrategy(runtime.idleStrategy())
                .spread(runtime.spread())
                .commandQueueCapacity(runtime.commandQueueCapacity())
                .readBufferBytes(check.bytes("read-buffer-size", runtime.readBufferSize(), 1024))
                .outboundMemoryBytes(runtime.outboundMemoryLimit().toBytes())
                .stallThreshold(stall);
    }
}
