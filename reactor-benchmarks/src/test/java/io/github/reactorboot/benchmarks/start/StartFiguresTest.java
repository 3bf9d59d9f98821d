package io.github.reactorboot.benchmarks.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class StartFiguresTest {

    @Test
    void surviveTheWayThroughText() {
        StartFigures figures = new StartFigures(512, 301.25, 740, 5021, 1);
        assertThat(StartFigures.parse(figures.toLine())).isEqualTo(figures);
    }

    @Test
    void areNotReadOutOfSomethingElse() {
        assertThatThrownBy(() -> StartFigures.parse("1 2 3"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not the figures of a start: 1 2 3");
    }
}
