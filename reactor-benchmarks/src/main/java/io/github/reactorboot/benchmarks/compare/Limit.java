package io.github.reactorboot.benchmarks.compare;

/**
 * A bound of a figure.
 *
 * @param value the bound itself
 * @param atLeast whether more is better
 */
record Limit(double value, boolean atLeast) {

    static Limit atMost(double value) {
        return new Limit(value, false);
    }

    static Limit atLeast(double value) {
        return new Limit(value, true);
    }

    boolean isReachedBy(double figure) {
        return atLeast ? figure >= value : figure <= value;
    }

    String text() {
        return (atLeast ? ">= " : "<= ") + Numbers.text(value);
    }
}
