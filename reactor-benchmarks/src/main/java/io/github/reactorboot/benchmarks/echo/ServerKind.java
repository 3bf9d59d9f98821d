package io.github.reactorboot.benchmarks.echo;

import java.io.IOException;
import java.util.Locale;

/** The contenders. */
enum ServerKind {
    /** The runtime with a plain handler. */
    REACTOR {
        @Override
        EchoServer start(EchoOptions options) {
            return ReactorEchoServer.start(options);
        }
    },
    /** The runtime through the starter, with an annotated bean. */
    SPRING {
        @Override
        EchoServer start(EchoOptions options) {
            return SpringEchoServer.start(options);
        }
    },
    /** Netty. */
    NETTY {
        @Override
        EchoServer start(EchoOptions options) throws IOException {
            return NettyEchoServer.start(options);
        }
    },
    /** A loop over a selector, and nothing else. */
    SELECTOR {
        @Override
        EchoServer start(EchoOptions options) throws IOException {
            return SelectorEchoServer.start(options);
        }
    };

    /**
     * Starts a server of this kind; it listens when this returns.
     *
     * @throws UnusableOptionException when it cannot do what the options ask for
     */
    abstract EchoServer start(EchoOptions options) throws IOException;

    /** As on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
