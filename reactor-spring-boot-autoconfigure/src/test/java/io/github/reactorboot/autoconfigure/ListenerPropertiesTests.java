package io.github.reactorboot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.annotation.OnMessage;
import io.github.reactorboot.annotation.ReactorHandler;
import io.github.reactorboot.runtime.AcceptLimits;
import io.github.reactorboot.runtime.ListenerConfig;
import io.github.reactorboot.runtime.OutboundLimits;
import io.github.reactorboot.runtime.RateLimit;
import io.github.reactorboot.runtime.SessionSettings;
import io.github.reactorboot.runtime.SessionTimeouts;
import io.github.reactorboot.runtime.engine.SocketSettings;
import io.github.reactorboot.runtime.framing.Framer;
import io.github.reactorboot.runtime.framing.Framers;
import java.net.InetSocketAddress;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** What the properties of a listener become. */
class ListenerPropertiesTests {

    @Test
    void theDefaultsAreThoseOfTheRuntime() {
        config(
                Map.of(),
                config -> {
                    assertThat(config.limits()).isEqualTo(AcceptLimits.DEFAULT);
                    assertThat(config.session())
                            .usingRecursiveComparison()
                            .ignoringFields("timeHandlers")
                            .isEqualTo(SessionSettings.DEFAULT);
                    assertThat(config.session().timeHandlers()).isTrue();
                    assertThat(config.framer()).isSameAs(Framers.line());
                });
    }

    @Test
    void aListenerWithoutAddressListensOnAll() {
        Runners.empty()
                .withBean(Ignoring.class)
                .withPropertyValues("reactor.listeners.quotes.port=0")
                .run(context -> {
                    ListenerConfig config =
                            context.getBean(ReactorRegistry.class)
                                    .listener("quotes")
                                    .orElseThrow()
                                    .config();
                    assertThat(config.address()).isEqualTo(new InetSocketAddress(0));
                });
    }

    @Test
    void limitsOfConnectionsAreTaken() {
        config(
                Map.of(
                        "max-sessions", 7,
                        "max-sessions-per-address", 3,
                        "socket.backlog", 5,
                        "socket.accepts-per-turn", 2,
                        "socket.receive-buffer", "8KB"),
                config ->
                        assertThat(config.limits())
                                .isEqualTo(
                                        new AcceptLimits(
                                                7,
                                                3,
                                                5,
                                                2,
                                                8 << 10,
                                                PosixFilePermissions.fromString("rw-------"))));
    }

    @Test
    void settingsOfSessionsAreTaken() {
        config(
                Map.of(
                        "framing.max-frame-size",
                        "1KB",
                        "max-pending-replies",
                        5,
                        "half-close",
                        "allow",
                        "measure-handlers",
                        true,
                        "socket.no-delay",
                        false,
                        "socket.keep-alive",
                        true,
                        "socket.send-buffer",
                        "4KB",
                        "socket.user-timeout",
                        "20s"),
                config ->
                        assertThat(config.session())
                                .isEqualTo(
                                        new SessionSettings(
                                                1024,
                                                5,
                                                true,
                                                true,
                                                SessionTimeouts.DEFAULT,
                                                OutboundLimits.DEFAULT,
                                                new SocketSettings(false, true, 4 << 10, 20_000),
                                                null)));
    }

    @Test
    void timeoutsAreTaken() {
        config(
                Map.of(
                        "idle-timeout", "1m",
                        "frame-timeout", "2s",
                        "write-timeout", "0",
                        "close-timeout", "100ms"),
                config ->
                        assertThat(config.session().timeouts())
                                .isEqualTo(
                                        new SessionTimeouts(
                                                Duration.ofMinutes(1),
                                                Duration.ofSeconds(2),
                                                Duration.ZERO,
                                                Duration.ofMillis(100))));
    }

    @Test
    void boundsOfTheOutboundQueueAreTaken() {
        config(
                Map.of(
                        "outbound.high-water-mark", "16KB",
                        "outbound.low-water-mark", "4KB",
                        "outbound.limit", "32KB",
                        "outbound.read-while-full", "true"),
                config ->
                        assertThat(config.session().outbound())
                                .isEqualTo(new OutboundLimits(16 << 10, 4 << 10, 32 << 10, true)));
    }

    @Test
    @Tag("L4")
    void aRateLimitIsTaken() {
        config(
                Map.of("rate-limit.messages-per-second", 50),
                config ->
                        assertThat(config.session().rateLimit()).isEqualTo(new RateLimit(50, 50)));
        config(
                Map.of("rate-limit.messages-per-second", 50, "rate-limit.burst", 5),
                config -> assertThat(config.session().rateLimit()).isEqualTo(new RateLimit(50, 5)));
    }

    @Test
    void linesMayEndWithCrLf() {
        framer(
                Map.of("framing.line.terminator", "crlf"),
                framer -> assertThat(framer).isSameAs(Framers.crlf()));
    }

    @Test
    void aDelimiterMayHaveEscapes() {
        framer(
                Map.of("framing.type", "delimiter", "framing.delimiter", "\\x1c\\r"),
                framer -> assertThat(framer).hasToString("delimiter (0x1c0d)"));
    }

    @Test
    void everyOptionOfALengthFieldIsTaken() {
        framer(
                Map.of(
                        "framing.type",
                        "length",
                        "framing.length.bytes",
                        3,
                        "framing.length.byte-order",
                        "little-endian",
                        "framing.length.includes-header",
                        true,
                        "framing.length.offset",
                        2,
                        "framing.length.adjustment",
                        -1,
                        "framing.length.keep-header",
                        true),
                framer ->
                        assertThat(framer)
                                .hasToString(
                                        "length (bytes=3, order=LITTLE_ENDIAN, includesHeader=true,"
                                                + " offset=2, adjustment=-1, keepHeader=true)"));
    }

    @Test
    void fixedRawAndVarintFramesAreThere() {
        framer(
                Map.of("framing.type", "fixed", "framing.fixed.size", "32B"),
                framer -> assertThat(framer).hasToString("fixed (32 bytes)"));
        framer(Map.of("framing.type", "raw"), framer -> assertThat(framer).isSameAs(Framers.raw()));
        framer(
                Map.of("framing.type", "varint"),
                framer -> assertThat(framer).isSameAs(Framers.varint()));
    }

    @Test
    void aBeanMayBeTheFramer() {
        Framer own = Framers.fixed(5);
        run(
                Runners.quotes().withBean("mine", Framer.class, () -> own),
                Map.of("framing.type", "bean", "framing.bean", "mine"),
                config -> assertThat(config.framer()).isSameAs(own));
    }

    @Test
    void customizersComeAfterTheProperties() {
        run(
                Runners.quotes()
                        .withBean(
                                ListenerConfigCustomizer.class,
                                () ->
                                        (name, builder) ->
                                                builder.limits(
                                                        AcceptLimits.DEFAULT.withMaxSessions(
                                                                1, 0))),
                Map.of("max-sessions", 7),
                config -> assertThat(config.limits().maxSessions()).isEqualTo(1));
    }

    private static void framer(Map<String, ?> values, Consumer<Framer> check) {
        config(values, config -> check.accept(config.framer()));
    }

    private static void config(Map<String, ?> values, Consumer<ListenerConfig> check) {
        run(Runners.quotes(), values, check);
    }

    private static void run(
            ApplicationContextRunner runner,
            Map<String, ?> values,
            Consumer<ListenerConfig> check) {
        runner.withBean(Ignoring.class)
                .withPropertyValues(Runners.keys(values))
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    check.accept(
                            context.getBean(ReactorRegistry.class)
                                    .listener("quotes")
                                    .orElseThrow()
                                    .config());
                });
    }

    @ReactorHandler("quotes")
    static class Ignoring {

        @OnMessage
        void ignore(byte[] line) {}
    }
}
