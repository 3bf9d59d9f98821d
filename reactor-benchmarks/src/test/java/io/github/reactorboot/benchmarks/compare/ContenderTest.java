package io.github.reactorboot.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContenderTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "reactor-io_uring",
                "spring-nio",
                "netty-epoll",
                "c-epoll",
                "selector",
                "reactor-x9"
            })
    void namesAreReadAndWritten(String name) {
        assertThat(Contender.named(name).name()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "reactor", "selector-nio", "jetty-nio", "netty-"})
    void otherNamesAreRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Contender.named(name))
                .withMessageContaining("is no contender");
    }

    @Test
    void pairsAreOnTheSameTransport() {
        List<Contender> present =
                Stream.of(
                                "reactor-nio",
                                "reactor-x9",
                                "spring-nio",
                                "netty-nio",
                                "netty-x9",
                                "c-x9",
                                "selector")
                        .map(Contender::named)
                        .toList();
        assertThat(Pair.among(present))
                .map(Pair::toString)
                .containsExactly(
                        "reactor-nio / netty-nio",
                        "reactor-nio / selector",
                        "reactor-x9 / netty-x9",
                        "reactor-x9 / c-x9",
                        "reactor-x9 / selector",
                        "spring-nio / reactor-nio",
                        "spring-nio / netty-nio",
                        "c-x9 / netty-x9");
    }
}
