package io.github.reactorboot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.annotation.OnMessage;
import io.github.reactorboot.annotation.OnOpen;
import io.github.reactorboot.annotation.ReactorHandler;
import io.github.reactorboot.runtime.Session;
import io.github.reactorboot.runtime.SessionHandler;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Handlers of every kind, over real sockets. */
class ServingTests {

    @Test
    @Tag("N4")
    void aMethodAnswersLines() {
        Runners.quotes()
                .withBean(Greeter.class)
                .run(context -> {
                    try (TestClient client = TestClient.connect(context, "quotes")) {
                        assertThat(client.line()).isEqualTo("hello quotes-1");
                        assertThat(client.ask("ACME")).isEqualTo("ACME 42");
                        assertThat(client.ask("none")).isEqualTo("ok");
                    }
                });
    }

    @ReactorHandler("quotes")
    static class Greeter {

        @OnOpen
        void joined(Session session) {
            session.send("hello " + session.name());
        }

        @OnMessage
        String quote(String symbol, Session session) {
            if (symbol.equals("none")) {
                session.send("ok");
                return null;
            }
            return symbol + " 42";
        }
    }

    @Test
    void aFrameIsEchoedAsItIs() {
        Runners.quotes()
                .withBean(FrameEcho.class)
                .withPropertyValues(
                        "reactor.listeners.quotes.framing.type=length",
                        "reactor.listeners.quotes.framing.length.bytes=2",
                        "reactor.listeners.quotes.framing.length.byte-order=little-endian")
                .run(context -> {
                    try (TestClient client = TestClient.connect(context, "quotes")) {
                        byte[] frame =
                                ByteBuffer.allocate(5)
                                        .order(ByteOrder.LITTLE_ENDIAN)
                                        .putShort((short) 3)
                                        .put(new byte[] {1, 2, 3})
                                        .array();
                        client.send(frame);
                        assertThat(client.bytes(5)).isEqualTo(frame);
                    }
                });
    }

    @ReactorHandler("quotes")
    static class FrameEcho {

        @OnMessage
        ByteBuffer echo(ByteBuffer frame) {
            return frame;
        }
    }

    @Test
    void objectsAreReadAndWrittenAsJson() {
        Runners.quotes()
                .withBean(Pricing.class)
                .withPropertyValues("reactor.listeners.quotes.codec=json")
                .run(context -> {
                    try (TestClient client = TestClient.connect(context, "quotes")) {
                        assertThat(client.ask("{\"symbol\":\"ACME\"}"))
                                .isEqualTo("{\"symbol\":\"ACME\",\"price\":42}");
                    }
                });
    }

    record Question(String symbol) {}

    record Answer(String symbol, int price) {}

    @ReactorHandler("quotes")
    static class Pricing {

        @OnMessage
        Answer price(Session session, Question question) {
            return new Answer(question.symbol(), 42);
        }
    }

    @Test
    @Tag("N1")
    void aClassMayBeASessionHandler() {
        Runners.quotes()
                .withBean(Plain.class)
                .run(context -> {
                    try (TestClient client = TestClient.connect(context, "quotes")) {
                        assertThat(client.ask("x")).isEqualTo("x");
                    }
                });
    }

    @ReactorHandler("quotes")
    static class Plain implements SessionHandler {

        @Override
        public void onMessage(Session session, ByteBuffer frame) {
            session.reply(frame);
        }
    }
}
