package io.github.reactorboot.autoconfigure;

import java.util.Map;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Contexts with what these tests are about. */
final class Runners {

    private Runners() {}

    /** No listener. */
    static ApplicationContextRunner empty() {
        return new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(
                                ReactorRuntimeAutoConfiguration.class,
                                TaskExecutionAutoConfiguration.class,
                                JacksonAutoConfiguration.class));
    }

    /** One listener named quotes, lines of text on a free port of the loopback address. */
    static ApplicationContextRunner quotes() {
        return listener("quotes").withPropertyValues("reactor.runtimes.default.loops=1");
    }

    static ApplicationContextRunner listener(String name) {
        return empty().withPropertyValues(
                        "reactor.listeners." + name + ".address=127.0.0.1",
                        "reactor.listeners." + name + ".port=0");
    }

    /** Keys below the listener named quotes. */
    static String[] keys(Map<String, ?> values) {
        return values.entrySet().stream()
                .map(entry -> "reactor.listeners.quotes." + entry.getKey() + "=" + entry.getValue())
                .toArray(String[]::new);
    }
}
