package io.github.reactorboot.runtime;

/**
 * The engine under the tests that use real sockets. Other modules run these tests on theirs, by a
 * system property.
 */
final class TestEngine {

    static final String NAME = System.getProperty("reactor.test.engine", "nio");

    /** Tag of tests that need sockets of the system, whatever the engine. */
    static final String SYSTEM_SOCKETS = "system-sockets";

    private TestEngine() {}

    static ReactorBuilder builder(String reactor) {
        return Reactor.builder(reactor).engine(NAME);
    }
}
