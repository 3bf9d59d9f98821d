package io.github.reactorboot.runtime;

import io.github.reactorboot.runtime.engine.PollEngineProvider;
import io.github.reactorboot.runtime.engine.nio.NioPollEngineProvider;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the poll engines that are there and chooses one. */
final class EngineDiscovery {

    static final String AUTO = "auto";

    record Chosen(PollEngineProvider provider, EngineChoice choice) {}

    private final List<PollEngineProvider> providers = new ArrayList<>();
    private final Map<String, String> rejected = new LinkedHashMap<>();

    private EngineDiscovery() {
        providers.add(new NioPollEngineProvider());
        var found =
                ServiceLoader.load(
                        PollEngineProvider.class, EngineDiscovery.class.getClassLoader());
        var iterator = found.iterator();
        while (true) {
            try {
                if (!iterator.hasNext()) {
                    break;
                }
                providers.add(iterator.next());
            } catch (ServiceConfigurationError | LinkageError e) {
                // Class files of a newer Java are a normal case: that engine is not for this JVM.
                rejected.put("(jar)", "an engine jar is not for this Java: " + e.getMessage());
            }
        }
        providers.sort(Comparator.comparingInt(PollEngineProvider::priority).reversed());
    }

    /**
     * Chooses an engine.
     *
     * @param name {@code auto} or the name of an engine
     * @throws EngineUnavailableException when it is unknown or cannot be had
     */
    static Chosen choose(String name) {
        return new EngineDiscovery().find(name);
    }

    private Chosen find(String name) {
        PollEngineProvider taken = null;
        for (PollEngineProvider provider : providers) {
            String reason = taken == null ? reasonAgainst(provider, name) : "not asked";
            if (reason == null) {
                taken = provider;
            } else {
                rejected.put(provider.name(), taken == null ? reason : taken.name() + " was taken");
            }
        }
        if (taken == null) {
            throw new EngineUnavailableException(unavailable(name));
        }
        String why = name.equals(AUTO) ? "best engine available" : "asked for by name";
        return new Chosen(taken, new EngineChoice(taken.name(), why, rejected));
    }

    private static @Nullable String reasonAgainst(PollEngineProvider provider, String name) {
        if (!name.equals(AUTO) && !name.equals(provider.name())) {
            return "not asked for";
        }
        if (name.equals(AUTO) && !provider.eligibleForAuto()) {
            return "taken only when asked for by name";
        }
        try {
            return provider.unavailableReason();
        } catch (RuntimeException | LinkageError e) {
            return e.toString();
        }
    }

    private String unavailable(String name) {
        String known =
                providers.stream().map(PollEngineProvider::name).collect(Collectors.joining(", "));
        String reason = rejected.get(name);
        if (reason != null) {
            return "engine '%s' cannot be used: %s".formatted(name, reason);
        }
        String jar = rejected.containsKey("(jar)") ? " (" + rejected.get("(jar)") + ")" : "";
        return "there is no engine '%s'; found are: auto, %s%s".formatted(name, known, jar);
    }
}
