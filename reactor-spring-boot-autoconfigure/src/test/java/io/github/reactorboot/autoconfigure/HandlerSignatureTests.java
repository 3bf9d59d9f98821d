package io.github.reactorboot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.annotation.OnAccept;
import io.github.reactorboot.annotation.OnClose;
import io.github.reactorboot.annotation.OnCommand;
import io.github.reactorboot.annotation.OnMessage;
import io.github.reactorboot.annotation.OnOpen;
import io.github.reactorboot.annotation.ReactorHandler;
import io.github.reactorboot.runtime.CloseReason;
import io.github.reactorboot.runtime.Session;
import java.math.BigDecimal;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Method signatures that cannot work are refused at start. */
class HandlerSignatureTests {

    private static void assertSays(Class<?> handler, String description, String action) {
        Mistakes.assertSays(Runners.quotes().withBean("bean", handler), description, action);
    }

    @Test
    void aPrivateMethodIsNamed() {
        assertSays(
                PrivateMethod.class,
                "Bean 'bean': method PrivateMethod.ignore(byte[]) with @OnMessage is private.",
                "Make it package-private, protected or public.");
    }

    @ReactorHandler("quotes")
    static class PrivateMethod {

        @OnMessage
        private void ignore(byte[] line) {}
    }

    @Test
    void aStaticMethodIsNamed() {
        assertSays(
                StaticMethod.class,
                "Bean 'bean': method StaticMethod.ignore(byte[]) with @OnMessage is static.",
                "Remove static: it is called on the bean.");
    }

    @ReactorHandler("quotes")
    static class StaticMethod {

        @OnMessage
        static void ignore(byte[] line) {}
    }

    @Test
    void twoPayloadParametersAreNamed() {
        assertSays(
                TwoPayloads.class,
                "Bean 'bean': method TwoPayloads.take(String, byte[]) with @OnMessage has 2 payload"
                        + " parameters.",
                "Methods with @OnMessage take the payload (required) and a Session, in any order.");
    }

    @ReactorHandler("quotes")
    static class TwoPayloads {

        @OnMessage
        void take(String line, byte[] bytes) {}
    }

    @Test
    void aMissingPayloadParameterIsNamed() {
        assertSays(
                NoPayload.class,
                "Bean 'bean': method NoPayload.take(Session) with @OnMessage has no parameter for what"
                        + " has arrived.",
                "Methods with @OnMessage take the payload (required) and a Session, in any order.");
    }

    @ReactorHandler("quotes")
    static class NoPayload {

        @OnMessage
        void take(Session session) {}
    }

    @Test
    void aParameterThatNoEventHasIsNamed() {
        assertSays(
                OpenReason.class,
                "Bean 'bean': method OpenReason.open(CloseReason) with @OnOpen has a parameter of type"
                        + " CloseReason.",
                "Methods with @OnOpen take a Session or nothing, in any order.");
    }

    @ReactorHandler("quotes")
    static class OpenReason {

        @OnOpen
        void open(CloseReason reason) {}

        @OnMessage
        void ignore(byte[] line) {}
    }

    @Test
    void aParameterThatComesTwiceIsNamed() {
        assertSays(
                TwoSessions.class,
                "Bean 'bean': method TwoSessions.close(Session, Session) with @OnClose has two"
                        + " parameters of one kind.",
                "Methods with @OnClose take a Session and a CloseReason, or less, in any order.");
    }

    @ReactorHandler("quotes")
    static class TwoSessions {

        @OnClose
        void close(Session session, Session other) {}

        @OnMessage
        void ignore(byte[] line) {}
    }

    @Test
    void aResultThatNobodyTakesIsNamed() {
        assertSays(
                OpenResult.class,
                "Bean 'bean': method OpenResult.open() with @OnOpen returns String.",
                "Let it return a boolean or nothing.");
        assertSays(
                AcceptResult.class,
                "Bean 'bean': method AcceptResult.accept() with @OnAccept returns void.",
                "Let it return a boolean.");
    }

    @ReactorHandler("quotes")
    static class OpenResult {

        @OnOpen
        String open() {
            return "";
        }

        @OnMessage
        void ignore(byte[] line) {}
    }

    @ReactorHandler("quotes")
    static class AcceptResult {

        @OnAccept
        void accept() {}

        @OnMessage
        void ignore(byte[] line) {}
    }

    @Test
    void aPayloadThatTheCodecCannotReadIsNamed() {
        assertSays(
                ReadsNumber.class,
                "Bean 'bean': method ReadsNumber.take(BigDecimal) with @OnMessage takes BigDecimal, which"
                        + " codec 'text' of listener 'quotes' cannot read.",
                "Take ByteBuffer, byte[] or String, or set reactor.listeners.quotes.codec to a codec"
                        + " that reads BigDecimal.");
    }

    @ReactorHandler("quotes")
    static class ReadsNumber {

        @OnMessage
        void take(BigDecimal number) {}
    }

    @Test
    void aReplyThatTheCodecCannotWriteIsNamed() {
        assertSays(
                WritesNumber.class,
                "Bean 'bean': method WritesNumber.take(byte[]) with @OnMessage returns BigDecimal, which"
                        + " codec 'text' of listener 'quotes' cannot write.",
                "Return nothing, ByteBuffer, byte[], String or a CompletionStage of one, or set"
                        + " reactor.listeners.quotes.codec to a codec that writes BigDecimal.");
    }

    @ReactorHandler("quotes")
    static class WritesNumber {

        @OnMessage
        CompletionStage<BigDecimal> take(byte[] line) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void twoMethodsForOneCommandAreNamed() {
        FailureAnalysis analysis =
                Mistakes.of(Runners.quotes().withBean("bean", TwoCommands.class));
        assertThat(analysis.getDescription())
                .contains("with @OnCommand takes the same command as TwoCommands.");
        assertThat(analysis.getAction()).isEqualTo("Keep one @OnCommand method for String.");
    }

    @ReactorHandler("quotes")
    static class TwoCommands {

        @OnMessage
        void ignore(byte[] line) {}

        @OnCommand
        void one(String command) {}

        @OnCommand
        void other(String command, Session session) {}
    }
}
