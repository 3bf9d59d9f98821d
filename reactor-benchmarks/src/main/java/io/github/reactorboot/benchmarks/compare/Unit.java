package io.github.reactorboot.benchmarks.compare;

/** What is counted. */
enum Unit {
    MESSAGE("message", "messages"),
    CONNECTION("connection", "connections"),
    DELIVERY("delivery", "deliveries"),
    SESSION("session", "sessions");

    private final String one;
    private final String many;

    Unit(String one, String many) {
        this.one = one;
        this.many = many;
    }

    String one() {
        return one;
    }

    String many() {
        return many;
    }
}
