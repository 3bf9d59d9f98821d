package io.github.reactorboot.runtime.engine;

/**
 * What an event loop asks of its engine.
 *
 * @param readBufferBytes size of the buffer that one read fills at the most
 */
public record EngineSettings(int readBufferBytes) {

    public EngineSettings {
        if (readBufferBytes < 1024) {
            throw new IllegalArgumentException(
                    "readBufferBytes must be at least 1024, was " + readBufferBytes);
        }
    }
}
