package io.github.reactorboot.benchmarks.compare;

/**
 * What the client does in a window.
 *
 * @param pattern as {@code load --pattern} takes it
 * @param connections number of sessions, of connecting slots, or of receivers
 * @param inFlight messages under way on each
 * @param payloadBytes size of each message without its frame
 * @param spin whether the client never sleeps, which keeps its own wake-ups out of the latency
 */
record LoadShape(String pattern, int connections, int inFlight, int payloadBytes, boolean spin) {

    private static final int USUAL_PAYLOAD = 64;

    static LoadShape echo(int connections, int inFlight) {
        return echo(connections, inFlight, USUAL_PAYLOAD);
    }

    static LoadShape echo(int connections, int inFlight, int payloadBytes) {
        return new LoadShape("echo", connections, inFlight, payloadBytes, false);
    }

    static LoadShape of(String pattern, int connections) {
        return new LoadShape(pattern, connections, 1, USUAL_PAYLOAD, false);
    }

    LoadShape spinning() {
        return new LoadShape(pattern, connections, inFlight, payloadBytes, true);
    }

    String text() {
        return "C=%d D=%d".formatted(connections, inFlight)
                + (payloadBytes == USUAL_PAYLOAD ? "" : " " + payloadBytes + " bytes");
    }
}
