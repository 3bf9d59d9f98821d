package io.github.reactorboot.runtime;

import io.github.reactorboot.runtime.EngineProviders.Candidate;
import io.github.reactorboot.runtime.engine.PollEngineProvider;
import io.github.reactorboot.runtime.engine.nio.NioPollEngineProvider;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Chooses one of the poll engines that are there, and says of each other why it was not taken. */
final class EngineDiscovery {

    static final String AUTO = "auto";

    private static final String BY_NAME = "only when asked for by name";
    private static final String NOT_ASKED = "not asked for";

    record Chosen(PollEngineProvider provider, EngineChoice choice) {}

    private final String wanted;
    private final List<Candidate> candidates = new ArrayList<>();
    private final Map<String, String> refused;
    private final Map<String, String> rejected = new LinkedHashMap<>();

    private EngineDiscovery(String wanted, EngineProviders providers) {
        this.wanted = wanted;
        this.refused = providers.refused();
        candidates.add(Candidate.of(new NioPollEngineProvider()));
        candidates.addAll(providers.candidates());
        candidates.sort(Comparator.comparingInt(Candidate::priority).reversed());
    }

    /**
     * Chooses an engine.
     *
     * @param name {@code auto} or the name of an engine
     * @throws EngineUnavailableException when it is unknown or cannot be had
     */
    static Chosen choose(String name) {
        return choose(name, EngineDiscovery.class.getClassLoader());
    }

    static Chosen choose(String name, ClassLoader loader) {
        return new EngineDiscovery(name, EngineProviders.load(loader)).choose();
    }

    private Chosen choose() {
        Candidate taken = null;
        for (Candidate candidate : candidates) {
            String reason = reasonAgainst(candidate, taken);
            if (reason == null) {
                taken = candidate;
            } else {
                rejected.putIfAbsent(candidate.name(), reason);
            }
        }
        refused.forEach(rejected::putIfAbsent);
        for (LinuxEngine engine : LinuxEngine.values()) {
            String reason = isAsked(engine.engine()) ? LinuxEngine.NOT_THERE : NOT_ASKED;
            rejected.putIfAbsent(engine.engine(), reason);
        }
        if (taken == null) {
            throw new EngineUnavailableException(unavailable());
        }
        rejected.remove(taken.name());
        String why = isAuto() ? "best that is available here" : "asked for by name";
        return new Chosen(taken.provider(), new EngineChoice(taken.name(), why, rejected));
    }

    private boolean isAuto() {
        return wanted.equals(AUTO);
    }

    private boolean isAsked(String engine) {
        return isAuto() || wanted.equals(engine);
    }

    private @Nullable String reasonAgainst(Candidate candidate, @Nullable Candidate taken) {
        if (!isAsked(candidate.name())) {
            return NOT_ASKED;
        }
        if (isAuto() && !candidate.forAuto()) {
            // It is not tried only to say whether it could be had: a seccomp filter may kill who
            // tries io_uring.
            return BY_NAME;
        }
        return taken == null ? candidate.obstacle() : taken.name() + " ranks higher";
    }

    private String unavailable() {
        String reason = rejected.get(wanted);
        if (reason != null) {
            return "engine '%s' cannot be used: %s".formatted(wanted, reason);
        }
        Set<String> known = new LinkedHashSet<>();
        known.add(AUTO);
        candidates.forEach(candidate -> known.add(candidate.name()));
        for (LinuxEngine engine : LinuxEngine.values()) {
            known.add(engine.engine());
        }
        StringBuilder text =
                new StringBuilder("there is no engine '%s', known are ".formatted(wanted))
                        .append(String.join(", ", known));
        refused.forEach((name, why) -> text.append("; ").append(name).append(": ").append(why));
        return text.toString();
    }
}
