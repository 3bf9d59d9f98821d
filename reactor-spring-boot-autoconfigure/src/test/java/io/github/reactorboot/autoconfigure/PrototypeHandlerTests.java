package io.github.reactorboot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.annotation.OnAccept;
import io.github.reactorboot.annotation.OnMessage;
import io.github.reactorboot.annotation.ReactorHandler;
import io.github.reactorboot.runtime.Session;
import io.github.reactorboot.runtime.SessionHandler;
import jakarta.annotation.PreDestroy;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Scope;

/** One bean for each session. */
class PrototypeHandlerTests {

    @Test
    void eachSessionHasItsOwnInstance() {
        Runners.quotes()
                .withUserConfiguration(CounterConfiguration.class)
                .run(context -> {
                    try (TestClient one = TestClient.connect(context, "quotes");
                            TestClient other = TestClient.connect(context, "quotes")) {
                        assertThat(one.ask("x")).isEqualTo("1");
                        assertThat(one.ask("x")).isEqualTo("2");
                        assertThat(other.ask("x")).isEqualTo("1");
                    }
                });
    }

    @Test
    void theInstanceIsDestroyedWhenTheSessionHasClosed() {
        Counter.destroyed = new CountDownLatch(1);
        Runners.quotes()
                .withUserConfiguration(CounterConfiguration.class)
                .run(context -> {
                    try (TestClient client = TestClient.connect(context, "quotes")) {
                        assertThat(client.ask("x")).isEqualTo("1");
                    }
                    assertThat(Counter.destroyed.await(10, TimeUnit.SECONDS)).isTrue();
                });
    }

    @Test
    void oneInstanceOfItsOwnDecidesAboutConnections() {
        Runners.quotes()
                .withUserConfiguration(CounterConfiguration.class)
                .run(context -> {
                    try (TestClient first = TestClient.connect(context, "quotes");
                            TestClient second = TestClient.connect(context, "quotes");
                            TestClient third = TestClient.connect(context, "quotes")) {
                        assertThat(first.ask("x")).isEqualTo("1");
                        assertThat(second.ask("x")).isEqualTo("1");
                        assertThat(third.line()).isNull();
                    }
                });
    }

    @Import(Counter.class)
    static class CounterConfiguration {}

    @ReactorHandler("quotes")
    @Scope("prototype")
    static class Counter {

        static CountDownLatch destroyed = new CountDownLatch(1);

        private int messages;
        private int connections;

        @OnAccept
        boolean accept(InetSocketAddress peer) {
            return peer.getAddress().isLoopbackAddress() && ++connections <= 2;
        }

        @OnMessage
        String count(String line) {
            return String.valueOf(++messages);
        }

        @PreDestroy
        void end() {
            destroyed.countDown();
        }
    }

    @Test
    void aPrototypeMayBeASessionHandler() {
        PlainCounter.destroyed = new CountDownLatch(1);
        Runners.quotes()
                .withUserConfiguration(PlainConfiguration.class)
                .run(context -> {
                    try (TestClient one = TestClient.connect(context, "quotes");
                            TestClient other = TestClient.connect(context, "quotes")) {
                        assertThat(one.ask("x")).isEqualTo("1");
                        assertThat(one.ask("x")).isEqualTo("2");
                        assertThat(other.ask("x")).isEqualTo("1");
                    }
                    assertThat(PlainCounter.destroyed.await(10, TimeUnit.SECONDS)).isTrue();
                });
    }

    @Import(PlainCounter.class)
    static class PlainConfiguration {}

    @ReactorHandler("quotes")
    @Scope("prototype")
    static class PlainCounter implements SessionHandler {

        static CountDownLatch destroyed = new CountDownLatch(1);

        private int messages;

        @Override
        public void onMessage(Session session, ByteBuffer frame) {
            session.send(String.valueOf(++messages));
        }

        @PreDestroy
        void end() {
            destroyed.countDown();
        }
    }
}
