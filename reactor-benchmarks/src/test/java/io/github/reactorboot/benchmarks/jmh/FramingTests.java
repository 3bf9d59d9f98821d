package io.github.reactorboot.benchmarks.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.runtime.framing.FrameScan;
import io.github.reactorboot.runtime.framing.Framer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FramingTests {

    private static final int FRAMES = 3;
    private static final int PAYLOAD = 30;
    private static final List<String> PAYLOADS =
            Collections.nCopies(FRAMES, "abcdefghijklmnopqrstuvwxyzabcd");

    @ParameterizedTest
    @EnumSource
    void bothSidesFindTheSameFrames(Framing framing) throws Exception {
        assertThat(foundByReactor(framing)).isEqualTo(PAYLOADS);
        assertThat(foundByNetty(framing)).isEqualTo(PAYLOADS);
    }

    private static List<String> foundByReactor(Framing framing) {
        Framer framer = framing.framer(PAYLOAD);
        ByteBuffer in = framing.frames(FRAMES, PAYLOAD);
        List<String> found = new ArrayList<>();
        FrameScan scan = new FrameScan();
        while (in.hasRemaining() && framer.scan(in, scan.begin(Framing.MAX_BYTES, 0))) {
            byte[] payload = new byte[scan.payloadLength()];
            in.get(in.position() + scan.payloadOffset(), payload);
            found.add(new String(payload, StandardCharsets.US_ASCII));
            in.position(in.position() + scan.frameLength());
        }
        return found;
    }

    private static List<String> foundByNetty(Framing framing) throws Exception {
        Framing.NettyFraming decoder = framing.decoder(PAYLOAD);
        ByteBuf in = Unpooled.wrappedBuffer(framing.frames(FRAMES, PAYLOAD));
        List<String> found = new ArrayList<>();
        while (decoder.next(in) instanceof ByteBuf frame) {
            found.add(frame.toString(StandardCharsets.US_ASCII));
        }
        return found;
    }
}
