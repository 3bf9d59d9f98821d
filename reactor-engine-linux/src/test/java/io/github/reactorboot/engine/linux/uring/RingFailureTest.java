package io.github.reactorboot.engine.linux.uring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.engine.linux.libc.Errno;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("O1")
class RingFailureTest {

    @Test
    void aMessageNamesTheCallTheErrorAndWhatToChange() {
        assertThat(RingFailure.of("io_uring_setup", Errno.ENOMEM))
                .hasMessageContaining("io_uring_setup failed (ENOMEM, Cannot allocate memory)")
                .hasMessageContaining("ulimit -l");
    }

    @Test
    void theSysctlIsToldFromASeccompFilter() {
        assertThat(RingFailure.cause(Errno.EPERM, "6.1", () -> "2"))
                .contains("switched io_uring off");
        assertThat(RingFailure.cause(Errno.EPERM, "6.1", () -> "1")).contains("io_uring_group");
        assertThat(RingFailure.cause(Errno.EPERM, "6.1", () -> "0")).contains("seccomp");
        assertThat(RingFailure.cause(Errno.EPERM, "6.1", () -> "")).contains("seccomp");
    }

    @Test
    void anOldKernelIsNamed() {
        assertThat(RingFailure.cause(Errno.EINVAL, "5.15.0-9", () -> ""))
                .contains("5.15.0-9")
                .contains("6.1");
        assertThat(RingFailure.cause(Errno.ENOSYS, "4.19.2", () -> "")).contains("4.19.2");
    }
}
