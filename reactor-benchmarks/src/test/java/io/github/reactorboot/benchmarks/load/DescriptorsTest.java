package io.github.reactorboot.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DescriptorsTest {

    @Test
    void saysWhatIsNeededAndWhatIsThere() {
        assertThat(Descriptors.shortage(1000, 10, 1042)).isNull();
        assertThat(Descriptors.shortage(1000, 10, 1041))
                .isEqualTo(
                        "1000 connections need 1042 file descriptors, the limit is 1041 (ulimit -n)");
    }
}
