package io.github.reactorboot.runtime;

/** A poll engine was asked for by name and cannot be had; the message says why. */
public final class EngineUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public EngineUnavailableException(String message) {
        super(message);
    }
}
