package io.github.reactorboot.runtime;

import io.github.reactorboot.runtime.framing.FrameScan;
import io.github.reactorboot.runtime.framing.Framer;
import java.nio.ByteBuffer;

/** No framing, within the bounds of a datagram. */
final class DatagramFramer implements Framer {

    static final DatagramFramer DATAGRAM = new DatagramFramer();

    /** What IPv4 can carry: 65,535 without the headers of IP and UDP (ip(7), udp(7)). */
    static final int PAYLOAD_MAX = 65_507;

    private DatagramFramer() {}

    @Override
    public boolean scan(ByteBuffer in, FrameScan scan) {
        return scan.complete(0, in.remaining(), in.remaining());
    }

    @Override
    public void checkPayload(int length) {
        if (length > PAYLOAD_MAX) {
            throw new IllegalArgumentException(
                    "a datagram carries at most %d bytes, the payload has %d"
                            .formatted(PAYLOAD_MAX, length));
        }
    }
}
