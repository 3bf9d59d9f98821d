package io.github.reactorboot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.annotation.OnClose;
import io.github.reactorboot.annotation.OnMessage;
import io.github.reactorboot.annotation.ReactorHandler;
import io.github.reactorboot.codec.Codec;
import io.github.reactorboot.codec.PayloadSink;
import io.github.reactorboot.runtime.CloseReason;
import io.github.reactorboot.runtime.Session;
import io.github.reactorboot.runtime.framing.FramingException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What becomes of payloads, over real sockets. */
class CodecServingTests {

    @Test
    void aBeanMayBeTheCodec() {
        Runners.quotes()
                .withBean(Doubling.class)
                .withBean("decimals", Codec.class, CodecServingTests::decimals)
                .withPropertyValues("reactor.listeners.quotes.codec=decimals")
                .run(context -> {
                    try (TestClient client = TestClient.connect(context, "quotes")) {
                        assertThat(client.ask("1.25")).isEqualTo("2.50");
                    }
                });
    }

    @Test
    void whatACodecCannotReadIsAProtocolError() {
        Runners.quotes()
                .withBean(Doubling.class)
                .withBean("decimals", Codec.class, CodecServingTests::decimals)
                .withPropertyValues(
                        "reactor.listeners.quotes.codec=decimals",
                        "reactor.listeners.quotes.close-timeout=50ms")
                .run(context -> {
                    Doubling doubling = context.getBean(Doubling.class);
                    try (TestClient client = TestClient.connect(context, "quotes")) {
                        client.send("\u0007no number\n");
                        assertThat(doubling.closed.poll(10, TimeUnit.SECONDS))
                                .isEqualTo(CloseReason.PROTOCOL_ERROR);
                        assertThat(doubling.cause)
                                .isInstanceOf(FramingException.class)
                                .hasMessage(
                                        "payload cannot be read as BigDecimal:"
                                                + " \\u0007no number");
                    }
                });
    }

    private static Codec decimals() {
        return Codec.of(
                BigDecimal.class,
                CodecServingTests::read,
                BigDecimal.class,
                CodecServingTests::write);
    }

    private static BigDecimal read(ByteBuffer payload) {
        String text = StandardCharsets.UTF_8.decode(payload).toString();
        if (text.startsWith("\u0007")) {
            throw new NumberFormatException(text);
        }
        return new BigDecimal(text);
    }

    private static void write(BigDecimal value, PayloadSink sink) {
        sink.putText(value.toPlainString());
    }

    @ReactorHandler("quotes")
    static class Doubling {

        final BlockingQueue<CloseReason> closed = new LinkedBlockingQueue<>();
        volatile Throwable cause;

        @OnMessage
        BigDecimal twice(BigDecimal number) {
            return number.add(number);
        }

        @OnClose
        void closed(Session session, CloseReason reason) {
            cause = session.closeCause();
            closed.add(reason);
        }
    }

    @Test
    void malformedJsonIsAProtocolErrorWithoutTheBytesOfThePeer() {
        Runners.quotes()
                .withBean(Listing.class)
                .withPropertyValues(
                        "reactor.listeners.quotes.codec=json",
                        "reactor.listeners.quotes.close-timeout=50ms")
                .run(context -> {
                    Listing listing = context.getBean(Listing.class);
                    for (String sent : List.of("{\u0007", "null", "[1] 2", "[\"x\"]")) {
                        try (TestClient client = TestClient.connect(context, "quotes")) {
                            client.send(sent + "\n");
                            assertThat(listing.closed.poll(10, TimeUnit.SECONDS))
                                    .as(sent)
                                    .startsWith("PROTOCOL_ERROR payload cannot be read as")
                                    .matches("\\p{Print}{1,300}");
                        }
                    }
                });
    }

    @Test
    void typesWithParametersAreRead() {
        Runners.quotes()
                .withBean(Listing.class)
                .withPropertyValues("reactor.listeners.quotes.codec=json")
                .run(context -> {
                    try (TestClient client = TestClient.connect(context, "quotes")) {
                        assertThat(client.ask("[{\"amount\":1},{\"amount\":2}]"))
                                .isEqualTo("{\"amount\":3}");
                    }
                });
    }

    record Item(int amount) {}

    @ReactorHandler("quotes")
    static class Listing {

        final BlockingQueue<String> closed = new LinkedBlockingQueue<>();

        @OnMessage
        Object sum(List<Item> items) {
            return new Item(items.stream().mapToInt(Item::amount).sum());
        }

        @OnClose
        void closed(Session session, CloseReason reason) {
            closed.add(reason + " " + String.valueOf(session.closeCause().getMessage()));
        }
    }

    @Test
    void malformedTextIsReplaced() {
        Runners.quotes()
                .withBean(TextLength.class)
                .run(context -> {
                    try (TestClient client = TestClient.connect(context, "quotes")) {
                        client.send(new byte[] {'a', (byte) 0xC3, '(', (byte) 0xFF, '\n'});
                        assertThat(client.line()).isEqualTo("a?(? 4");
                    }
                });
    }

    @ReactorHandler("quotes")
    static class TextLength {

        @OnMessage
        String length(CharSequence line) {
            return line.toString().replace('\uFFFD', '?') + " " + line.length();
        }
    }
}
