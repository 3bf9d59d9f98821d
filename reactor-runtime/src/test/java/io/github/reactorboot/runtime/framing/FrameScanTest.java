package io.github.reactorboot.runtime.framing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameScanTest {

    private final FrameScan scan = new FrameScan();

    @Test
    void carriesTheAnswerOut() {
        assertThat(scan.begin(9, 5).incomplete(7, 6, 8)).isFalse();
        assertThat(scan.maxPayload()).isEqualTo(9);
        assertThat(scan.needed()).isEqualTo(7);
        assertThat(scan.payloadAtLeast()).isEqualTo(6);
        assertThat(scan.memo()).isEqualTo(8);

        assertThat(scan.begin(9, 5).complete(1, 2, 4)).isTrue();
        assertThat(scan.payloadOffset()).isEqualTo(1);
        assertThat(scan.payloadLength()).isEqualTo(2);
        assertThat(scan.frameLength()).isEqualTo(4);
        assertThat(scan.needed()).isZero();
        assertThat(scan.payloadAtLeast()).isZero();
        assertThat(scan.memo()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 1", "0, 10, 10", "10, 0, 10", "3, 4, 10"})
    void takesFramesWithinWhatWasReceived(int offset, int payload, int frame) {
        scan.begin(99, 0).complete(offset, payload, frame);
        scan.validate(10);
        assertThat(scan.frameLength()).isEqualTo(frame);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0",
        "0, 0, -1",
        "0, 0, 11",
        "-1, 1, 5",
        "0, -1, 5",
        "0, 6, 5",
        "5, 1, 5",
        "2147483647, 2147483647, 5",
    })
    @Tag("F7")
    @Tag("fault-F14")
    void refusesFramesOutsideOfWhatWasReceived(int offset, int payload, int frame) {
        scan.begin(99, 0).complete(offset, payload, frame);
        assertThatExceptionOfType(FramingException.class).isThrownBy(() -> scan.validate(10));
    }
}
