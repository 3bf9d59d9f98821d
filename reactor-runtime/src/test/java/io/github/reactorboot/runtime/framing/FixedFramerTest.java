package io.github.reactorboot.runtime.framing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("F10")
class FixedFramerTest {

    private final ByteBuffer buffer = ByteBuffer.allocate(64);

    @Test
    @Tag("F5")
    void isAskedTwiceForAFrameInSingleBytes() {
        FrameReceiver receiver = new FrameReceiver(Framers.fixed(5), 5, buffer);
        for (int count = 0; count < 5; count++) {
            receiver.read("x");
        }
        assertThat(receiver.outcome().payloads()).containsExactly("xxxxx");
        assertThat(receiver.looks()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 6})
    void refusesPayloadsOfAnotherLength(int length) {
        Framer framer = Framers.fixed(5);
        framer.checkPayload(5);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> framer.checkPayload(length))
                .withMessage("payload must be 5 bytes long, not " + length);
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0})
    void refusesFramesWithoutBytes(int length) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Framers.fixed(length))
                .withMessage("length must be at least 1, not " + length);
    }
}
