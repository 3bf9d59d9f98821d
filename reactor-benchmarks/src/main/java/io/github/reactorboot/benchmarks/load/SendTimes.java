package io.github.reactorboot.benchmarks.load;

/**
 * When the messages in flight of one connection went out: runs of messages that went together, in a
 * ring made once. Loop thread only.
 */
final class SendTimes {

    private final long[] nanos;
    private final int[] counts;
    private int head;
    private int runs;

    /** Makes room for as many messages as may be in flight. */
    SendTimes(int inFlightMax) {
        this.nanos = new long[inFlightMax];
        this.counts = new int[inFlightMax];
    }

    void sent(long nowNanos, int count) {
        int at = (head + runs) % nanos.length;
        nanos[at] = nowNanos;
        counts[at] = count;
        runs++;
    }

    /** The oldest messages in flight, as many as came back, are done. */
    void replied(long nowNanos, int count, Window window) {
        int left = count;
        while (left > 0) {
            int run = Math.min(left, counts[head]);
            window.record(nowNanos - nanos[head], run);
            left -= run;
            counts[head] -= run;
            if (counts[head] == 0) {
                runs--;
                // An empty ring begins anew: what is touched stays small and cached.
                head = runs == 0 || head + 1 == nanos.length ? 0 : head + 1;
            }
        }
    }
}
