package io.github.reactorboot.runtime.engine;

import java.io.IOException;

/** An engine was asked for something that it cannot serve; the message says which engine can. */
public final class UnsupportedResourceException extends IOException {

    private static final long serialVersionUID = 1L;

    public UnsupportedResourceException(String message) {
        super(message);
    }

    /** For an engine that cannot watch things of this kind. */
    public static UnsupportedResourceException toWatch(Watchable resource) {
        String engines = resource instanceof Watchable.Selectable ? "nio" : "epoll or io_uring";
        return new UnsupportedResourceException(
                "this engine cannot watch %s; that needs the engine %s"
                        .formatted(resource, engines));
    }
}
