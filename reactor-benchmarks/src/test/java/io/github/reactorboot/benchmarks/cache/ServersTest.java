package io.github.reactorboot.benchmarks.cache;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorboot.benchmarks.process.ChildFailure;
import io.github.reactorboot.benchmarks.process.Children;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServersTest {

    @Test
    void tellsWhyAServerEnded() {
        List<String> prefix = List.of("sh", "-c", "echo 'no memory' >&2");
        try (Children children = new Children()) {
            Servers servers = new Servers(children, prefix);
            assertThatThrownBy(() -> servers.startRedis(Path.of("redis-server")))
                    .isInstanceOf(ChildFailure.class)
                    .hasMessageContaining("'redis' ended while it was waited for")
                    .hasMessageContaining("no memory");
        }
    }
}
