package io.github.reactorboot.benchmarks.compare;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server that takes part, named {@code selector} or by kind and transport: {@code netty-epoll}.
 * Transports are names only, so that a new one joins by being named.
 *
 * @param server kind of server, as {@code echo --server} takes it, or {@code c}
 * @param engine transport, as {@code echo --engine} takes it
 */
record Contender(String server, String engine) {

    static final String REACTOR = "reactor";
    static final String SPRING = "spring";
    static final String NETTY = "netty";

    /** A server in C, as near to the system as can be. */
    static final String C = "c";

    static final String NIO = "nio";

    /** A bare loop, which knows no other transport. */
    static final Contender SELECTOR = new Contender("selector", NIO);

    private static final Pattern NAME = Pattern.compile("(reactor|spring|netty|c)-(\\w+)");

    @JsonCreator
    static Contender named(String name) {
        if (name.equals(SELECTOR.server)) {
            return SELECTOR;
        }
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'%s' is no contender: selector, or a kind and a transport, like c-epoll"
                            .formatted(name));
        }
        return new Contender(matcher.group(1), matcher.group(2));
    }

    @JsonValue
    String name() {
        return equals(SELECTOR) ? server : server + "-" + engine;
    }

    boolean is(String kind) {
        return server.equals(kind);
    }

    /** The same transport under another kind of server. */
    Contender as(String kind) {
        return new Contender(kind, engine);
    }

    @Override
    public String toString() {
        return name();
    }
}
