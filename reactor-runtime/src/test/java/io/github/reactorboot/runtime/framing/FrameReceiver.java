package io.github.reactorboot.runtime.framing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Shows a framer a stream the way a session does, and checks what a session relies on. */
final class FrameReceiver {

    enum End {
        OPEN,
        TOO_LARGE,
        BROKEN
    }

    /**
     * What became of a stream.
     *
     * @param consumed bytes of the stream that were frames
     */
    record Outcome(List<String> payloads, int consumed, End end) {}

    private static final int[] FRONTS = {3, 8, 13};

    private final Framer framer;
    private final long maxPayload;
    private final ByteBuffer buffer;
    private final FrameScan scan = new FrameScan();
    private final List<String> payloads = new ArrayList<>();
    private End end = End.OPEN;
    private int consumed;
    private int reads;
    private int looks;
    private int start = FRONTS[0];
    private int stop = start;
    private long memo;
    private long needed;
    private long payloadAtLeast;

    /**
     * Prepares to receive one stream.
     *
     * @param buffer has room for the largest frame and more; what is in it is overwritten
     */
    FrameReceiver(Framer framer, long maxPayload, ByteBuffer buffer) {
        this.framer = framer;
        this.maxPayload = maxPayload;
        this.buffer = buffer;
    }

    static Outcome receive(
            Framer framer, long maxPayload, ByteBuffer buffer, String stream, int... cuts) {
        FrameReceiver receiver = new FrameReceiver(framer, maxPayload, buffer);
        byte[] bytes = Latin1.bytes(stream);
        int from = 0;
        for (int cut : cuts) {
            receiver.read(bytes, from, cut);
            from = cut;
        }
        receiver.read(bytes, from, bytes.length);
        return receiver.outcome();
    }

    void read(String bytes) {
        read(Latin1.bytes(bytes), 0, bytes.length());
    }

    void read(byte[] bytes, int from, int to) {
        if (end != End.OPEN || from == to) {
            return;
        }
        moveRest(to - from);
        buffer.clear().put(stop, bytes, from, to - from);
        stop += to - from;
        while (start < stop && stop - start >= needed && look()) {}
        reads++;
    }

    /** As a session does from time to time, so that a memo must be relative to the frame. */
    private void moveRest(int room) {
        int rest = stop - start;
        if (rest < 64 || stop + room > buffer.capacity()) {
            byte[] copy = new byte[rest];
            buffer.clear().get(start, copy);
            start = FRONTS[reads % FRONTS.length];
            stop = start + rest;
            buffer.put(start, copy);
        }
    }

    private boolean look() {
        looks++;
        buffer.limit(stop).position(start);
        scan.begin(maxPayload, memo);
        boolean complete;
        try {
            complete = framer.scan(buffer, scan);
        } catch (FramingException broken) {
            end = End.BROKEN;
            return false;
        }
        check(
                buffer.position() == start
                        && buffer.limit() == stop
                        && buffer.order() == ByteOrder.BIG_ENDIAN,
                "buffer was changed");
        return complete ? frame() : partOfFrame();
    }

    private boolean frame() {
        scan.validate(stop - start);
        check(scan.memo() == 0, "memo survives its frame");
        check(scan.payloadLength() >= payloadAtLeast, "payload is shorter than said before");
        if (scan.payloadLength() > maxPayload) {
            end = End.TOO_LARGE;
            return false;
        }
        byte[] payload = new byte[scan.payloadLength()];
        buffer.get(start + scan.payloadOffset(), payload);
        payloads.add(Latin1.string(payload));
        start += scan.frameLength();
        consumed += scan.frameLength();
        memo = 0;
        needed = 0;
        payloadAtLeast = 0;
        return true;
    }

    private boolean partOfFrame() {
        check(scan.needed() == 0 || scan.needed() > stop - start, "needs what is there");
        check(scan.payloadAtLeast() >= payloadAtLeast, "payload may be shorter than said before");
        memo = scan.memo();
        needed = scan.needed();
        payloadAtLeast = scan.payloadAtLeast();
        if (payloadAtLeast > maxPayload) {
            end = End.TOO_LARGE;
        }
        return false;
    }

    /** Overwrites the last byte; one after the other all those of the unfinished frame. */
    void overwriteLast(String pattern) {
        buffer.clear().put(stop - 1, (byte) pattern.charAt((stop - 1 - start) % pattern.length()));
    }

    Outcome outcome() {
        return new Outcome(payloads, consumed, end);
    }

    End end() {
        return end;
    }

    /** How often the framer was asked. */
    int looks() {
        return looks;
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
