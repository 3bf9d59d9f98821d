package io.github.reactorboot.engine.linux.libc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("O3")
@Tag("fault-F55")
class NativeAccessTest {

    @Test
    void nothingStandsInTheWayHere() {
        assertThat(NativeAccess.obstacle()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"amd64", "x86_64", "aarch64", "arm64"})
    void bothProcessorsWillDo(String arch) {
        assertThat(NativeAccess.obstacle("Linux", arch, true)).isNull();
    }

    @Test
    void anObstacleSaysWhatToDo() {
        assertThat(NativeAccess.obstacle("Mac OS X", "aarch64", true))
                .isEqualTo("it needs Linux, this is Mac OS X");
        assertThat(NativeAccess.obstacle("Linux", "riscv64", true)).contains("riscv64");
        assertThat(NativeAccess.obstacle("Linux", "amd64", false))
                .contains("Enable-Native-Access: ALL-UNNAMED")
                .contains("--enable-native-access=ALL-UNNAMED");
    }
}
