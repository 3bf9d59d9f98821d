package io.github.reactorboot.benchmarks.start;

import java.util.List;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;

/** The applications that are started. */
enum StartVariant {
    WITHOUT("without the starter's configuration", EmptyApplication.class),
    NOTHING_DECLARED("with it, nothing declared", EmptyApplication.class),
    ONE_LISTENER("with it, one listener and one handler", ListeningApplication.class);

    static final String LISTENER_NAME = "start";

    private static final String OURS = "io.github.reactorboot.";

    private final String title;
    private final Class<?> application;

    StartVariant(String title, Class<?> application) {
        this.title = title;
        this.application = application;
    }

    String title() {
        return title;
    }

    Class<?> application() {
        return application;
    }

    /** Arguments of the application. */
    List<String> arguments() {
        return switch (this) {
            case WITHOUT ->
                    List.of("--spring.autoconfigure.exclude=" + String.join(",", configurations()));
            case NOTHING_DECLARED -> List.of();
            case ONE_LISTENER -> {
                String listener = "--reactor.listeners." + LISTENER_NAME;
                yield List.of(
                        listener + ".address=127.0.0.1",
                        listener + ".port=0",
                        listener + ".framing.type=line");
            }
        };
    }

    /** Exactly what the starter brings, read from where Spring Boot reads it. */
    static List<String> configurations() {
        ClassLoader loader = StartVariant.class.getClassLoader();
        return ImportCandidates.load(AutoConfiguration.class, loader).getCandidates().stream()
                .filter(name -> name.startsWith(OURS))
                .toList();
    }
}
