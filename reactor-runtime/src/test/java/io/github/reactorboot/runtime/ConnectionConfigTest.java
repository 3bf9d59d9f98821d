package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("N5")
class ConnectionConfigTest {

    private static final Path PATH = Path.of("/dev/ttyUSB0");

    private final RecordingHandler handler = new RecordingHandler();

    @Test
    void aDeviceMayBeSilentAndComesBack() {
        ConnectionConfig config =
                ConnectionConfig.builder("line").path(PATH).handler(handler).build();
        assertThat(config.access()).isNull();
        assertThat(config.reopen()).isEqualTo(Backoff.DEFAULT);
        assertThat(config.session().timeouts().idle()).isZero();
        assertThat(config.session().timeouts().frame()).isEqualTo(SessionTimeouts.DEFAULT.frame());
        assertThat(config.session().timeouts().write()).isEqualTo(SessionTimeouts.DEFAULT.write());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-x", "a b", "a/b"})
    void itsNameIsChecked(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> ConnectionConfig.builder(name).path(PATH).handler(handler).build())
                .withMessageContaining("device name");
    }

    @Test
    void pathAndHandlerAreNeeded() {
        assertThatIllegalStateException()
                .isThrownBy(() -> ConnectionConfig.builder("line").handler(handler).build())
                .withMessage("device line needs a path");
        assertThatIllegalStateException()
                .isThrownBy(() -> ConnectionConfig.builder("line").path(PATH).build())
                .withMessage("device line needs a handler");
    }
}
