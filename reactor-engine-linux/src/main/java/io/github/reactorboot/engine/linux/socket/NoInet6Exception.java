package io.github.reactorboot.engine.linux.socket;

import java.io.IOException;

/** The system has no IPv6, or has it switched off. */
final class NoInet6Exception extends IOException {

    private static final long serialVersionUID = 1L;

    NoInet6Exception(String message) {
        super(message);
    }
}
