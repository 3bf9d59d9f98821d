package io.github.reactorboot.runtime;

import java.util.Map;

/**
 * Which poll engine a reactor runs on, and why.
 *
 * @param name the engine taken
 * @param reason why it was taken, a sentence
 * @param rejected the engines not taken, each with the reason
 */
public record EngineChoice(String name, String reason, Map<String, String> rejected) {

    public EngineChoice {
        rejected = Map.copyOf(rejected);
    }
}
