package io.github.reactorboot.runtime;

/** The engines in reactor-engine-linux, which this module knows by name only. */
enum LinuxEngine {
    EPOLL("epoll", "io.github.reactorboot.engine.linux.epoll.EpollPollEngineProvider"),
    IO_URING("io_uring", "io.github.reactorboot.engine.linux.uring.IoUringPollEngineProvider");

    static final String NOT_THERE =
            "its jar is not there, add the dependency io.github.reactorboot:reactor-engine-linux"
                    + " (for Linux, Java 22 or newer)";

    private final String engine;
    private final String provider;

    LinuxEngine(String engine, String provider) {
        this.engine = engine;
        this.provider = provider;
    }

    String engine() {
        return engine;
    }

    /** Whether an error tells of the provider, with dots or, as the JVM does, with slashes. */
    boolean isNamedIn(String error) {
        return error.contains(provider) || error.contains(provider.replace('.', '/'));
    }
}
