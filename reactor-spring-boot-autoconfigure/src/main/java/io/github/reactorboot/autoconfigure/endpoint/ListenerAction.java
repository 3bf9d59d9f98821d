package io.github.reactorboot.autoconfigure.endpoint;

import io.github.reactorboot.autoconfigure.ReactorRegistry;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What an operator can ask of a listener. */
enum ListenerAction {
    PAUSE,
    RESUME,
    STOP,
    START;

    /** The action as it is written in a request. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    void on(ReactorRegistry registry, String listener) {
        switch (this) {
            case PAUSE -> registry.pauseListener(listener);
            case RESUME -> registry.resumeListener(listener);
            case STOP -> registry.stopListener(listener);
            case START -> registry.startListener(listener);
        }
    }

    static String words() {
        return Stream.of(values()).map(ListenerAction::word).collect(Collectors.joining(", "));
    }

    static Optional<ListenerAction> named(@Nullable String word) {
        return Stream.of(values()).filter(action -> action.word().equals(word)).findFirst();
    }
}
