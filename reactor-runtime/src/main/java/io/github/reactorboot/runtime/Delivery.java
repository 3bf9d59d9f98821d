package io.github.reactorboot.runtime;

/**
 * What became of a message to several sessions. Each session that the message was for is counted
 * once.
 *
 * @param delivered took it: queued in order behind what was sent before
 * @param skipped did not take it: no room, or on their way to an end
 * @param closed were closed since it found no room, with {@link SlowMember#CLOSE}
 * @param refused did not get it, since the command queue of their event loop is full
 */
public record Delivery(int delivered, int skipped, int closed, int refused) {

    static final Delivery NONE = new Delivery(0, 0, 0, 0);

    /** Sessions that the message was for. */
    public int total() {
        return delivered + skipped + closed + refused;
    }

    Delivery plus(Delivery other) {
        return new Delivery(
                delivered + other.delivered,
                skipped + other.skipped,
                closed + other.closed,
                refused + other.refused);
    }
}
