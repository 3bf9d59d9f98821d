package io.github.reactorboot.autoconfigure.endpoint;

import io.github.reactorboot.runtime.EngineChoice;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One runtime.
 *
 * @param running whether it has been started and not ended
 * @param engine what its event loops run on
 */
public record RuntimeDescriptor(
        boolean running, EngineDescriptor engine, List<LoopDescriptor> loops) {

    /**
     * The poll engine.
     *
     * @param reason why it was chosen
     * @param rejected the engines that were not chosen, each with the reason
     */
    public record EngineDescriptor(String name, String reason, Map<String, String> rejected) {

        static EngineDescriptor of(EngineChoice choice) {
            return new EngineDescriptor(
                    choice.name(), choice.reason(), new TreeMap<>(choice.rejected()));
        }
    }

    /**
     * One event loop.
     *
     * @param utilization share of the recent past that it has worked, 0 to 1
     * @param stalledMillis for how long a callback has held it up, if one does
     * @param failure what ended it, if it failed
     */
    public record LoopDescriptor(
            String name,
            String state,
            int sessions,
            double utilization,
            int commandsPending,
            @Nullable Long stalledMillis,
            @Nullable String failure) {}
}
