package io.github.reactorboot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.annotation.OnCommand;
import io.github.reactorboot.annotation.OnMessage;
import io.github.reactorboot.annotation.ReactorHandler;
import io.github.reactorboot.runtime.ConnectionState;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Handlers behind the exchanges of a connection. */
@Tag("D1")
class ConnectionHandlerTests {

    @Test
    @Tag("H1")
    void commandsToAConnectionReachIt() throws Exception {
        try (Upstream upstream = Upstream.open()) {
            upstream.client()
                    .withUserConfiguration(Commanded.class)
                    .run(context ->
                            assertThat(
                                            context.getBean(ReactorRegistry.class)
                                                    .command("upstream", 20)
                                                    .toCompletableFuture()
                                                    .get(20, TimeUnit.SECONDS))
                                    .isEqualTo(21));
        }
    }

    @ReactorHandler("upstream")
    static class Commanded {

        @OnMessage
        void ignore(String text) {}

        @OnCommand
        int next(Integer number) {
            return number + 1;
        }
    }

    /** As YAML has them. */
    @Test
    void keysWithoutAValueAreNotSet() throws Exception {
        try (Upstream upstream = Upstream.open()) {
            upstream.client(
                            "local-address=",
                            "exchange.correlation=",
                            "exchange.reply-correlation=")
                    .run(context ->
                            assertThat(
                                            context.getBean(ReactorRegistry.class)
                                                    .connection("upstream")
                                                    .orElseThrow()
                                                    .state())
                                    .isEqualTo(ConnectionState.OPEN));
        }
    }
}
