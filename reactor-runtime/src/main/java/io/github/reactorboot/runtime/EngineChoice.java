package io.github.reactorboot.runtime;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which poll engine a reactor runs on, and why.
 *
 * @param name the engine taken
 * @param reason why it was taken
 * @param rejected the engines not taken, each with the reason, those first that rank higher
 */
public record EngineChoice(String name, String reason, Map<String, String> rejected) {

    public EngineChoice {
        rejected = Collections.unmodifiableMap(new LinkedHashMap<>(rejected));
    }

    /** The choice in a line, where engines with the same reason stand together. */
    String inWords(int loops) {
        Map<String, List<String>> byReason = new LinkedHashMap<>();
        rejected.forEach((engine, why) ->
                byReason.computeIfAbsent(why, key -> new ArrayList<>()).add(engine));
        StringBuilder words =
                new StringBuilder(
                        "engine %s (%s), %d loop%s"
                                .formatted(name, reason, loops, loops == 1 ? "" : "s"));
        byReason.forEach((why, engines) ->
                words.append("; ")
                        .append(String.join(" and ", engines))
                        .append(" not taken: ")
                        .append(why));
        return words.toString();
    }
}
