package io.github.reactorboot.runtime.framing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteOrder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("F10")
class LengthFramingTest {

    @Test
    void eachOptionIsSetAlone() {
        LengthFraming options =
                LengthFraming.ofBytes(2)
                        .withOffset(3)
                        .withAdjustment(-1)
                        .withIncludesHeader(true)
                        .withOrder(ByteOrder.LITTLE_ENDIAN)
                        .withKeepHeader(true);
        assertThat(options)
                .isEqualTo(new LengthFraming(2, ByteOrder.LITTLE_ENDIAN, true, 3, -1, true))
                .hasToString(
                        "length (bytes=2, order=LITTLE_ENDIAN, includesHeader=true, offset=3,"
                                + " adjustment=-1, keepHeader=true)");
        assertThat(LengthFraming.ofBytes(4))
                .isEqualTo(new LengthFraming(4, ByteOrder.BIG_ENDIAN, false, 0, 0, false));
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 5, 6, 7, 9})
    void refusesLengthFieldsOfOtherSizes(int bytes) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LengthFraming.ofBytes(bytes))
                .withMessage("bytes must be 1, 2, 3, 4 or 8, not " + bytes);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65_536, Integer.MAX_VALUE})
    void refusesOffsetsOutOfRange(int offset) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LengthFraming.ofBytes(2).withOffset(offset))
                .withMessage("offset must be 0 to 65535, not " + offset);
    }

    @Test
    void refusesAnOffsetThatWouldLoseThePrefix() {
        LengthFraming options = LengthFraming.ofBytes(2).withOffset(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Framers.length(options))
                .withMessage(
                        "offset must be 0, not 1, unless keepHeader is true: the bytes before the"
                                + " length field would be lost");
        assertThat(Framers.length(options.withKeepHeader(true))).isNotNull();
    }

    @Test
    void refusesAnAdjustmentThatLeavesNoLength() {
        LengthFraming one = LengthFraming.ofBytes(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Framers.length(one.withAdjustment(-256)))
                .withMessage(
                        "adjustment must be at least -255, not -256: no length could be declared");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        Framers.length(
                                one.withKeepHeader(true).withOffset(300).withIncludesHeader(true)))
                .withMessage("adjustment must be at least 46, not 0: no length could be declared");
    }
}
