package io.github.reactorboot.runtime.engine;

import java.io.IOException;

/** An engine was asked for something that it cannot serve; the message says which engine can. */
public final class UnsupportedResourceException extends IOException {

    private static final long serialVersionUID = 1L;

    public UnsupportedResourceException(String message) {
        super(message);
    }
}
