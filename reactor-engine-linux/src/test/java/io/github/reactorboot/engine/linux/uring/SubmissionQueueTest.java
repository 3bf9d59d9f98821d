package io.github.reactorboot.engine.linux.uring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The layout of what the kernel reads, as linux/io_uring.h has it. */
@Tag("O1")
class SubmissionQueueTest {

    @Test
    void theHeadHoldsOperationFlagsIoprioAndDescriptor() {
        long head = SubmissionQueue.head(27, 0x20, 0x0102, 0x12345678);
        assertThat(head).isEqualTo(0x12345678_0102_20_1bL);
        assertThat(SubmissionQueue.head(0, 0, 0, -1)).isEqualTo(0xffffffff_0000_00_00L);
    }

    @Test
    void theNumberOfAnOperationHoldsWhatItIsAndForWhom() {
        long source = 0x00abcdef_87654321L;
        long userData = UserData.of(UserData.POLL_IN, source);
        assertThat(UserData.operation(userData)).isEqualTo(UserData.POLL_IN);
        assertThat(UserData.source(userData)).isEqualTo(source);
        assertThat(UserData.operation(UserData.of(255, source))).isEqualTo(255);
    }

    @Test
    void structuresHaveTheSizesOfTheKernel() {
        assertThat(Abi.SQE_BYTES).isEqualTo(64);
        assertThat(Abi.CQE_BYTES).isEqualTo(16);
        // struct io_sqring_offsets begins at 40, struct io_cqring_offsets at 80.
        assertThat(Abi.PARAMS_SQ_TAIL).isEqualTo(40 + 4);
        assertThat(Abi.PARAMS_SQ_FLAGS).isEqualTo(40 + 16);
        assertThat(Abi.PARAMS_SQ_ARRAY).isEqualTo(40 + 24);
        assertThat(Abi.PARAMS_CQ_HEAD).isEqualTo(80);
        assertThat(Abi.PARAMS_CQ_TAIL).isEqualTo(80 + 4);
        assertThat(Abi.PARAMS_CQ_ENTRIES_AT).isEqualTo(80 + 20);
        assertThat(Abi.PARAMS_BYTES).isEqualTo(80 + 40);
    }
}
