package io.github.reactorboot.benchmarks.compare;

/**
 * Tells whether other programs had the processors. In a closed loop over some sessions the server
 * or the client always has something to do, so together they fill at least one processor.
 *
 * @param results with the windows in question
 */
record Disturbance(Results results) {

    static final String MEANING =
            "Disturbed: server and client together had less than 90 % of one processor, though"
                    + " one of them always had something to do: other programs had the rest.";

    private static final double LEAST_BUSY_PERCENT = 90;

    /** Below, waiting for the system's wake-ups is a good part of the time. */
    private static final int LEAST_CONNECTIONS = 10;

    boolean isIn(Series series) {
        return results.variants(series.scenario()).stream()
                .filter(variant -> variant.name().equals(series.variant()))
                .anyMatch(variant -> isIn(series, variant));
    }

    private boolean isIn(Series series, Variant variant) {
        if (variant.halfOf() != null) {
            // An open loop leaves time free; how it went before is all that is known.
            return isIn(series.in(variant.halfOf()));
        }
        if (variant.load().connections() < LEAST_CONNECTIONS) {
            return false;
        }
        Double server = results.median(series, Metric.SERVER_BUSY);
        Double client = results.median(series, Metric.CLIENT_BUSY);
        return server != null && client != null && server + client < LEAST_BUSY_PERCENT;
    }
}
