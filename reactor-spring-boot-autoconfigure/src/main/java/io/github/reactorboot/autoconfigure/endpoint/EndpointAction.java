package io.github.reactorboot.autoconfigure.endpoint;

import io.github.reactorboot.autoconfigure.ReactorRegistry;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What an operator can ask of a listener; of a connection, stop and start. */
enum EndpointAction {
    PAUSE(false),
    RESUME(false),
    STOP(true),
    START(true);

    private final boolean forConnections;

    EndpointAction(boolean forConnections) {
        this.forConnections = forConnections;
    }

    /** The action as it is written in a request. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    void on(ReactorRegistry registry, String name, boolean listens) {
        switch (this) {
            case PAUSE -> registry.pauseListener(name);
            case RESUME -> registry.resumeListener(name);
            case STOP -> {
                if (listens) {
                    registry.stopListener(name);
                } else {
                    registry.stopConnection(name);
                }
            }
            case START -> {
                if (listens) {
                    registry.startListener(name);
                } else {
                    registry.startConnection(name);
                }
            }
        }
    }

    private static Stream<EndpointAction> known(boolean listens) {
        return Stream.of(values()).filter(action -> listens || action.forConnections);
    }

    static String words(boolean listens) {
        return known(listens).map(EndpointAction::word).collect(Collectors.joining(", "));
    }

    static Optional<EndpointAction> named(@Nullable String word, boolean listens) {
        return known(listens).filter(action -> action.word().equals(word)).findFirst();
    }
}
