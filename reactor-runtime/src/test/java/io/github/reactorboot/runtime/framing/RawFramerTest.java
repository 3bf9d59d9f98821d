package io.github.reactorboot.runtime.framing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.runtime.framing.FrameReceiver.End;
import io.github.reactorboot.runtime.framing.FrameReceiver.Outcome;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("F10")
class RawFramerTest {

    private final ByteBuffer buffer = ByteBuffer.allocate(64);

    @Test
    void whatArrivesTogetherIsOnePayload() {
        assertThat(FrameReceiver.receive(Framers.raw(), 99, buffer, "abcdef", 1, 3).payloads())
                .containsExactly("a", "bc", "def");
    }

    @Test
    @Tag("F9")
    void noPayloadIsBeyondTheBound() {
        assertThat(FrameReceiver.receive(Framers.raw(), 4, buffer, "abcdefghij"))
                .isEqualTo(new Outcome(List.of("abcd", "efgh", "ij"), 10, End.OPEN));
    }

    @Test
    @Tag("F9")
    void aBoundOfZeroEndsTheSession() {
        assertThat(FrameReceiver.receive(Framers.raw(), 0, buffer, "a").end())
                .isEqualTo(End.TOO_LARGE);
    }

    @Test
    void nothingIsPutAroundPayloads() {
        ByteBuffer out = ByteBuffer.allocate(1);
        Framers.raw().putHeader(out, 5);
        Framers.raw().putTrailer(out);
        assertThat(out.position()).isZero();
        assertThat(Framers.raw().headerLength(5) + Framers.raw().trailerLength()).isZero();
    }
}
