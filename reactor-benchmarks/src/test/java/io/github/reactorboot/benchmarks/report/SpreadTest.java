package io.github.reactorboot.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {

    @Test
    void takesTheMiddleOne() {
        assertThat(Spread.of(List.of(9.0, 1.0, 3.0))).isEqualTo(new Spread(3, 1, 9));
    }

    @Test
    void takesTheMeanOfTwoInTheMiddle() {
        assertThat(Spread.of(List.of(9.0, 1.0, 3.0, 4.0))).isEqualTo(new Spread(3.5, 1, 9));
    }

    @Test
    void refusesNothing() {
        assertThatThrownBy(() -> Spread.of(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("nothing has no median");
    }

    @Test
    void showsItsRange() {
        assertThat(new Spread(2, 1, 3.25).range("%.1f")).isEqualTo("1.0 .. 3.3");
    }
}
