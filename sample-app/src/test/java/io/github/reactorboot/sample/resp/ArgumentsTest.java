package io.github.reactorboot.sample.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {

    private final Arguments arguments = new Arguments();

    private List<String> read(String frame) {
        arguments.read(ByteBuffer.wrap(frame.getBytes(StandardCharsets.ISO_8859_1)));
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < arguments.count(); i++) {
            texts.add(new String(arguments.bytes(i), StandardCharsets.ISO_8859_1));
        }
        return texts;
    }

    @Test
    void readsArrays() {
        assertThat(read("*3\r\n$3\r\nSET\r\n$0\r\n\r\n$2\r\n\r\n\r\n"))
                .containsExactly("SET", "", "\r\n");
        assertThat(read("*0\r\n")).isEmpty();
        assertThat(read("*-1\r\n")).isEmpty();
    }

    @Test
    void readsMoreArgumentsThanItHadRoomFor() {
        assertThat(read("*1000\r\n" + "$1\r\nx\r\n".repeat(1000))).hasSize(1000).containsOnly("x");
    }

    @Test
    void readsInlineCommands() {
        assertThat(read("set  k\tv ")).containsExactly("set", "k", "v");
        assertThat(read("set k \"a \\x41\\n\\\"\" '' 'it\\'s\\n'"))
                .containsExactly("set", "k", "a A\n\"", "", "it's\\n");
        assertThat(read("")).isEmpty();
        assertThat(read("   ")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"get \"k", "get 'k", "get \"k\"x", "get \"k\\"})
    void refusesUnbalancedQuotes(String line) {
        assertThatThrownBy(() -> read(line))
                .isInstanceOf(ErrorReply.class)
                .hasMessageContaining("unbalanced quotes");
    }

    @Test
    void comparesWordsWithoutCase() {
        read("*4\r\n$3\r\nget\r\n$7\r\nKeepTtl\r\n$9\r\nkeepttlxx\r\n$2\r\nnx\r\n");
        assertThat(arguments.word(0)).isEqualTo(Arguments.word("GET"));
        assertThat(arguments.word(1)).isEqualTo(Arguments.word("KEEPTTL"));
        assertThat(arguments.word(2)).isZero();
        assertThat(arguments.word(3)).isEqualTo(Arguments.word("NX"));
        assertThat(arguments.word(2, 0)).isEqualTo(Arguments.word("KEEPTTLX"));
        assertThat(arguments.word(2, 8)).isEqualTo(Arguments.word("X"));
        assertThat(arguments.word(0, 8)).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, 10, 4711, Long.MAX_VALUE, Long.MIN_VALUE})
    void readsAndWritesNumbers(long number) {
        byte[] text = Decimal.toBytes(number);
        assertThat(new String(text, StandardCharsets.US_ASCII)).isEqualTo(Long.toString(number));
        assertThat(Decimal.parse(text, text.length)).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "+1",
                "01",
                "-0",
                "00",
                "1x",
                " 1",
                "1 ",
                "1.0",
                "9223372036854775808",
                "-9223372036854775809",
                "92233720368547758070",
                "123456789012345678901"
            })
    void refusesWhatIsNoNumber(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        assertThatThrownBy(() -> Decimal.parse(bytes, bytes.length)).isInstanceOf(ErrorReply.class);
    }
}
