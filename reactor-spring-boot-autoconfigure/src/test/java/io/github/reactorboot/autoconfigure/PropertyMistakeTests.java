package io.github.reactorboot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.annotation.OnMessage;
import io.github.reactorboot.annotation.ReactorHandler;
import io.github.reactorboot.codec.Codec;
import io.github.reactorboot.codec.TextCodec;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import tools.jackson.databind.json.JsonMapper;

/** Every value that cannot work is refused at start, with the name of its property. */
class PropertyMistakeTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    port | 70000 | must be 0 to 65535, was 70000
                    address | no.such.host.invalid | must be an address, or a host name that can be resolved, was no.such.host.invalid
                    max-sessions | 0 | must be at least 1, was 0
                    max-sessions-per-address | -1 | must be at least 0, was -1
                    max-pending-replies | 0 | must be at least 1, was 0
                    idle-timeout | -1s | must not be negative, was -1s
                    frame-timeout | -1s | must not be negative, was -1s
                    write-timeout | -1s | must not be negative, was -1s
                    close-timeout | 0 | must be above 0, was 0
                    handshake-timeout | 0s | must be above 0, was 0s
                    permissions | rw-rw---- | must be set only together with a path, was rw-rw----
                    framing.max-frame-size | 2GB | must be from 1 bytes to 1GB, was 2GB
                    outbound.low-water-mark | -1B | must be at least 0, was -1B
                    outbound.high-water-mark | 8KB | must be above reactor.listeners.quotes.outbound.low-water-mark (32768B), was 8KB
                    outbound.limit | 8KB | must not be below reactor.listeners.quotes.outbound.high-water-mark (65536B), was 8KB
                    socket.backlog | 0 | must be at least 1, was 0
                    socket.accepts-per-turn | 0 | must be at least 1, was 0
                    socket.send-buffer | -1B | must be from 0 bytes to 1GB, was -1B
                    socket.receive-buffer | -1B | must be from 0 bytes to 1GB, was -1B
                    socket.user-timeout | -1ms | must be 0, or from 1ms to 2147483647ms, was -1ms
                    socket.user-timeout | 999us | must be 0, or from 1ms to 2147483647ms, was 999us
                    socket.user-timeout | 25d | must be 0, or from 1ms to 2147483647ms, was 25d
                    """)
    void aBadValueOfAListenerIsNamed(String key, String value, String rule) {
        FailureAnalysis analysis = mistake(Map.of(key, value));
        assertThat(analysis.getDescription())
                .isEqualTo(
                        "reactor.listeners.quotes.%s %s (set in \"reactor.listeners.quotes.%s\" from"
                                        .formatted(key, rule, key)
                                + " property source \"test\")");
        assertThat(analysis.getAction())
                .isEqualTo("Correct the value of reactor.listeners.quotes.%s.".formatted(key));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    loops | -1 | must be at least 0, was -1
                    loops | 5000 | must be at most 1024, was 5000
                    command-queue-capacity | 1 | must be at least 2, was 1
                    read-buffer-size | 1B | must be from 1024 bytes to 1GB, was 1B
                    outbound-memory-limit | -1B | must be at least 0, was -1B
                    stall-threshold | 0 | must be above 0, was 0
                    """)
    void aBadValueOfARuntimeIsNamed(String key, String value, String rule) {
        FailureAnalysis analysis =
                Mistakes.of(
                        Runners.empty()
                                .withPropertyValues("reactor.runtimes.fast." + key + "=" + value));
        assertThat(analysis.getDescription())
                .startsWith("reactor.runtimes.fast.%s %s".formatted(key, rule));
    }

    @Test
    void anEngineThatCannotBeHadIsNamed() {
        FailureAnalysis analysis =
                Mistakes.of(
                        Runners.empty().withPropertyValues("reactor.runtimes.fast.engine=warp"));
        assertThat(analysis.getDescription())
                .isEqualTo(
                        "Runtime 'fast' has no engine (reactor.runtimes.fast.engine): there is no"
                                + " engine 'warp', known are auto, nio, epoll, io_uring.");
        assertThat(analysis.getAction())
                .isEqualTo(
                        "Set reactor.runtimes.fast.engine to auto, which takes the best that can be had,"
                                + " or to nio, which works everywhere.");
        assertThat(
                        Mistakes.of(
                                        Runners.empty()
                                                .withPropertyValues(
                                                        "reactor.runtimes.fast.engine=epol"))
                                .getAction())
                .startsWith("Did you mean 'epoll'? Otherwise: Set reactor.runtimes.fast.engine to");
    }

    @Test
    void anEngineWhoseJarIsNotThereIsNamedWithTheJar() {
        FailureAnalysis analysis =
                Mistakes.of(
                        Runners.empty().withPropertyValues("reactor.runtimes.fast.engine=epoll"));
        assertThat(analysis.getDescription())
                .startsWith(
                        "Runtime 'fast' has no engine (reactor.runtimes.fast.engine): engine 'epoll'"
                                + " cannot be used: its jar is not there, add the dependency"
                                + " io.github.reactorboot:reactor-engine-linux");
    }

    @Test
    void aPortOrAPathIsNeeded() {
        Mistakes.assertSays(
                Runners.empty()
                        .withBean(Ignoring.class)
                        .withPropertyValues("reactor.listeners.quotes.codec=text"),
                "reactor.listeners.quotes.port must be 0 to 65535, was not set",
                "Set reactor.listeners.quotes.port (0 for any free port), or"
                        + " reactor.listeners.quotes.path for a Unix socket.");
    }

    @Test
    void aPortAndAPathExcludeEachOther() {
        assertThat(
                        Mistakes.of(
                                        Runners.empty()
                                                .withBean(Ignoring.class)
                                                .withPropertyValues(
                                                        Runners.keys(
                                                                Map.of("port", 1, "path", "/x"))))
                                .getDescription())
                .startsWith(
                        "reactor.listeners.quotes.port must not be set together with a path, was 1");
    }

    @Test
    void anUnknownRuntimeIsNamedWithTheNearest() {
        FailureAnalysis analysis =
                Mistakes.of(
                        quotes(Map.of("runtime", "fats"))
                                .withPropertyValues("reactor.runtimes.fast.loops=1"));
        assertThat(analysis.getDescription())
                .startsWith("reactor.listeners.quotes.runtime must name a runtime, was fats");
        assertThat(analysis.getAction())
                .isEqualTo(
                        "Did you mean 'fast'? Otherwise: Configure reactor.runtimes.fats, or use one of: default,"
                                + " fast.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    delimiter | framing.delimiter | must be 1 to 16 bytes long for framing type delimiter, was not set
                    length | framing.length.bytes | must be 1, 2, 3, 4 or 8, was not set
                    fixed | framing.fixed.size | must be set for framing type fixed, was not set
                    bean | framing.bean | must name a Framer bean for framing type bean, was not set
                    """)
    void aFramingThatLacksItsParameterIsNamed(String type, String key, String rule) {
        FailureAnalysis analysis = mistake(Map.of("framing.type", type));
        assertThat(analysis.getDescription())
                .isEqualTo("reactor.listeners.quotes.%s %s".formatted(key, rule));
        assertThat(analysis.getAction())
                .isEqualTo("Set reactor.listeners.quotes.%s.".formatted(key));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    length | framing.length.bytes | 5 | must be 1, 2, 3, 4 or 8, was 5
                    fixed | framing.fixed.size | 1MB | must not be above reactor.listeners.quotes.framing.max-frame-size (65536B), was 1MB
                    delimiter | framing.delimiter | 12345678901234567 | must be 1 to 16 bytes long for framing type delimiter, was 12345678901234567
                    delimiter | framing.delimiter | \\q | must have one of r n t 0 \\ or x and two hexadecimal digits behind each backslash, was \\q
                    delimiter | framing.delimiter | \\x1 | must have one of r n t 0 \\ or x and two hexadecimal digits behind each backslash, was \\x1
                    bean | framing.bean | none | must name a bean of type Framer, was none
                    """)
    void aBadParameterOfAFramingIsNamed(String type, String key, String value, String rule) {
        FailureAnalysis analysis = mistake(Map.of("framing.type", type, key, value));
        assertThat(analysis.getDescription())
                .startsWith("reactor.listeners.quotes.%s %s (set in ".formatted(key, rule));
    }

    @Test
    void anOffsetNeedsTheHeaderToBeKept() {
        FailureAnalysis analysis =
                mistake(
                        Map.of(
                                "framing.type", "length",
                                "framing.length.bytes", 2,
                                "framing.length.offset", 4));
        assertThat(analysis.getDescription())
                .startsWith(
                        "reactor.listeners.quotes.framing.length.offset must be 0 unless"
                                + " reactor.listeners.quotes.framing.length.keep-header is true, or the"
                                + " bytes before the length field would be lost, was 4");
    }

    @Test
    void aParameterOfAnotherFramingIsNoticed() {
        FailureAnalysis analysis = mistake(Map.of("framing.length.bytes", 2));
        assertThat(analysis.getDescription())
                .isEqualTo(
                        "reactor.listeners.quotes.framing.type must be length where"
                                + " reactor.listeners.quotes.framing.length is set, was line");
        assertThat(analysis.getAction())
                .isEqualTo(
                        "Set reactor.listeners.quotes.framing.type to length, or remove"
                                + " reactor.listeners.quotes.framing.length.");
    }

    @Test
    void anUnknownCodecIsNamedWithTheNearestBean() {
        FailureAnalysis analysis =
                Mistakes.of(
                        quotes(Map.of("codec", "mycodek"))
                                .withBean("myCodec", Codec.class, TextCodec::new));
        assertThat(analysis.getDescription())
                .startsWith(
                        "reactor.listeners.quotes.codec must be text, json, bytes or the name of a Codec"
                                + " bean, was mycodek");
        assertThat(analysis.getAction())
                .isEqualTo(
                        "Define a bean named 'mycodek' of type io.github.reactorboot.codec.Codec, or did"
                                + " you mean 'myCodec'?");
    }

    @Test
    void jsonNeedsAMapper() {
        FailureAnalysis analysis =
                Mistakes.of(
                        new ApplicationContextRunner()
                                .withUserConfiguration(ReactorRuntimeAutoConfiguration.class)
                                .withBean(Ignoring.class)
                                .withPropertyValues(
                                        Runners.keys(Map.of("port", 0, "codec", "json"))));
        assertThat(analysis.getDescription())
                .startsWith(
                        "reactor.listeners.quotes.codec needs one bean of type"
                                + " tools.jackson.databind.json.JsonMapper, was json");
    }

    @Test
    void jsonNeedsJackson() {
        FailureAnalysis analysis =
                Mistakes.of(
                        new ApplicationContextRunner()
                                .withClassLoader(new FilteredClassLoader(JsonMapper.class))
                                .withUserConfiguration(ReactorRuntimeAutoConfiguration.class)
                                .withBean(Ignoring.class)
                                .withPropertyValues(
                                        Runners.keys(Map.of("port", 0, "codec", "json"))));
        assertThat(analysis.getDescription())
                .startsWith(
                        "reactor.listeners.quotes.codec needs Jackson 3, which is not on the class path,"
                                + " was json");
        assertThat(analysis.getAction())
                .isEqualTo(
                        "Add org.springframework.boot:spring-boot-starter-jackson to the application.");
    }

    @Test
    void anUnknownKeyIsNamedWithTheNearest() {
        FailureAnalysis analysis = mistake(Map.of("prot", 7000));
        assertThat(analysis.getDescription())
                .isEqualTo(
                        "reactor.listeners.quotes.prot (set in \"reactor.listeners.quotes.prot\" from"
                                + " property source \"test\") is no known property.");
        assertThat(analysis.getAction())
                .startsWith(
                        "Did you mean reactor.listeners.quotes.port? Known below"
                                + " reactor.listeners.quotes: address, auto-start, close-timeout, codec,");
    }

    @Test
    void anUnknownKeyFurtherDownIsNamedWithTheNearest() {
        assertThat(mistake(Map.of("outbound.high-water", "1MB")).getAction())
                .isEqualTo(
                        "Known below reactor.listeners.quotes.outbound: high-water-mark, limit,"
                                + " low-water-mark, read-while-full.");
        assertThat(
                        Mistakes.of(
                                        Runners.empty()
                                                .withPropertyValues("reactor.runtimes.fast.loop=1"))
                                .getAction())
                .startsWith("Did you mean reactor.runtimes.fast.loops? ");
    }

    private static FailureAnalysis mistake(Map<String, ?> values) {
        return Mistakes.of(quotes(values));
    }

    private static ApplicationContextRunner quotes(Map<String, ?> values) {
        return Runners.quotes().withBean(Ignoring.class).withPropertyValues(Runners.keys(values));
    }

    @ReactorHandler("quotes")
    static class Ignoring {

        @OnMessage
        void ignore(byte[] line) {}
    }
}
