package io.github.reactorboot.benchmarks.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import org.junit.jupiter.api.Test;

class ProcessorsTest {

    private static final BitSet ALLOWED = Pinning.parse("2,5-7");

    @Test
    void theFirstTwoAllowedAreTaken() {
        assertThat(Processors.among(ALLOWED, null, null)).isEqualTo(new Processors(2, 5));
    }

    @Test
    void whatIsGivenStaysAndIsNotTakenTwice() {
        assertThat(Processors.among(ALLOWED, null, 2)).isEqualTo(new Processors(5, 2));
        assertThat(Processors.among(ALLOWED, 5, null)).isEqualTo(new Processors(5, 2));
        assertThat(Processors.among(ALLOWED, 3, 4)).isEqualTo(new Processors(3, 4));
    }

    @Test
    void ofOneProcessorNothingIsLeftForTheClient() {
        assertThat(Processors.among(Pinning.parse("3"), null, null))
                .isEqualTo(new Processors(3, -1));
    }
}
