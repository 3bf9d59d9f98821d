package io.github.reactorboot.runtime;

import io.github.reactorboot.runtime.engine.PollEngineProvider;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The providers of poll engines on the class path. One that cannot be loaded or made is a reason,
 * not a failure, and does not hide the others.
 */
final class EngineProviders {

    /** What a provider says of itself, asked once. */
    record Candidate(PollEngineProvider provider, String name, int priority, boolean forAuto) {

        static Candidate of(PollEngineProvider provider) {
            return new Candidate(
                    provider,
                    Objects.requireNonNull(provider.name(), "it has no name"),
                    provider.priority(),
                    provider.eligibleForAuto());
        }

        /** Why it cannot be used here; null if it can. */
        @Nullable String obstacle() {
            try {
                return provider.unavailableReason();
            } catch (RuntimeException | LinkageError | AssertionError e) {
                return "its provider failed: " + e;
            }
        }
    }

    /** A loader that cannot read its files fails again and again. */
    private static final int FAILURES_MAX = 100;

    /** Class files of Java n have the version 44 + n (JVMS 4.1). */
    private static final Pattern CLASS_FILE = Pattern.compile("class file version (\\d+)");

    private static final int CLASS_FILE_OF_JAVA_0 = 44;

    private static final Pattern PROVIDER =
            Pattern.compile("Provider (\\S+) |^(\\S+) has been compiled");

    private final List<Candidate> candidates = new ArrayList<>();
    private final Map<String, String> refused = new LinkedHashMap<>();

    private EngineProviders() {}

    static EngineProviders load(ClassLoader loader) {
        EngineProviders providers = new EngineProviders();
        Iterator<PollEngineProvider> iterator =
                ServiceLoader.load(PollEngineProvider.class, loader).iterator();
        int failures = 0;
        boolean more = true;
        while (more) {
            try {
                more = iterator.hasNext();
                if (more) {
                    providers.add(iterator.next());
                }
            } catch (RuntimeException | LinkageError | ServiceConfigurationError e) {
                // Class files of a newer Java are a normal case.
                providers.refused.put(engineIn(String.valueOf(e.getMessage())), reason(e));
                failures++;
                more = failures < FAILURES_MAX;
            }
        }
        return providers;
    }

    /** Those that were made. */
    List<Candidate> candidates() {
        return candidates;
    }

    /** The others, with what stands in the way; by the name of the provider if not known better. */
    Map<String, String> refused() {
        return refused;
    }

    private void add(PollEngineProvider provider) {
        try {
            candidates.add(Candidate.of(provider));
        } catch (RuntimeException | LinkageError | AssertionError e) {
            String name = provider.getClass().getName();
            refused.put(engineOf(name), "its provider failed: " + e);
        }
    }

    private static String engineIn(String error) {
        Matcher provider = PROVIDER.matcher(error);
        if (!provider.find()) {
            return engineOf(error);
        }
        String name = provider.group(1) != null ? provider.group(1) : provider.group(2);
        return engineOf(name.replace('/', '.'));
    }

    private static String engineOf(String provider) {
        for (LinuxEngine engine : LinuxEngine.values()) {
            if (engine.isNamedIn(provider)) {
                return engine.engine();
            }
        }
        return provider;
    }

    private static String reason(Throwable failure) {
        for (Throwable e = failure; e != null; e = e.getCause()) {
            if (e instanceof UnsupportedClassVersionError) {
                return newerJava(String.valueOf(e.getMessage()));
            }
        }
        Throwable cause = failure.getCause();
        return "its provider cannot be made: " + (cause == null ? failure : cause);
    }

    private static String newerJava(String error) {
        int here = Runtime.version().feature();
        Matcher version = CLASS_FILE.matcher(error);
        if (!version.find()) {
            return "needs a newer Java than this, which is Java " + here;
        }
        int needed = Integer.parseInt(version.group(1)) - CLASS_FILE_OF_JAVA_0;
        return "needs Java %d or newer, this is Java %d".formatted(needed, here);
    }
}
