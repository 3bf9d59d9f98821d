package io.github.reactorboot.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RatioTest {

    @Test
    void ratiosAreFormedRoundByRound() {
        // The machine is twice as slow in round 2; the ratio of the medians would be 1.5.
        Map<Integer, Double> ours = Map.of(1, 100.0, 2, 220.0, 3, 300.0);
        Map<Integer, Double> peer = Map.of(1, 100.0, 2, 200.0, 3, 150.0);
        assertThat(Ratio.of(ours, peer)).isEqualTo(new Ratio(1.1, 1.0, 2.0, 3));
    }

    @Test
    void roundsWithoutBothFiguresDoNotCount() {
        Map<Integer, Double> ours = Map.of(1, 100.0, 2, 200.0, 3, 300.0);
        Map<Integer, Double> peer = Map.of(2, 100.0, 3, 0.0, 4, 1.0);
        assertThat(Ratio.of(ours, peer)).isEqualTo(new Ratio(2.0, 2.0, 2.0, 1));
        assertThat(Ratio.of(ours, Map.of())).isNull();
    }

    @Test
    void theSpreadIsShownWhereThereIsOne() {
        assertThat(new Ratio(1.1, 1.0, 2.0, 3).text()).isEqualTo("1.100 (1.000..2.000)");
        assertThat(new Ratio(1.1, 1.1, 1.1, 1).text()).isEqualTo("1.100");
    }

    @Test
    void figuresHaveDigitsThatMeanSomething() {
        assertThat(Numbers.text(1234567.8)).isEqualTo("1,234,568");
        assertThat(Numbers.text(12.34)).isEqualTo("12.3");
        assertThat(Numbers.text(0.3333)).isEqualTo("0.333");
        assertThat(Numbers.text(0.0)).isEqualTo("0");
        assertThat(Numbers.text(null)).isEqualTo("-");
    }
}
