package io.github.reactorboot.sample.pubsub;

import io.github.reactorboot.sample.resp.Decimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What subscribers of a channel are sent, encoded once for all of them. */
final class Message {

    private static final byte[] HEAD =
            "*3\r\n$7\r\nmessage\r\n".getBytes(StandardCharsets.US_ASCII);

    /** Type, number and the two line ends of a bulk string. */
    private static final int FRAMING_BYTES = 1 + Decimal.LENGTH_MAX + 2 + 2;

    private final byte[] encoded;

    Message(byte[] channel, byte[] payload) {
        int length = HEAD.length + channel.length + payload.length + 2 * FRAMING_BYTES;
        ByteBuffer out = ByteBuffer.allocate(length).put(HEAD);
        putBulk(out, channel);
        putBulk(out, payload);
        encoded = new byte[out.flip().remaining()];
        out.get(encoded);
    }

    private static void putBulk(ByteBuffer out, byte[] bytes) {
        out.put((byte) '$').put(Decimal.toBytes(bytes.length)).put((byte) '\r').put((byte) '\n');
        out.put(bytes).put((byte) '\r').put((byte) '\n');
    }

    /** For subscribers that speak RESP 2. */
    ByteBuffer array() {
        return ByteBuffer.wrap(encoded);
    }

    /** For subscribers that speak RESP 3, where only the first byte is another one. */
    ByteBuffer push() {
        byte[] push = encoded.clone();
        push[0] = '>';
        return ByteBuffer.wrap(push);
    }
}
