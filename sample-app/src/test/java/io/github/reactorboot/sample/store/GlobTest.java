package io.github.reactorboot.sample.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

    @ParameterizedTest
    @CsvSource({
        "*,       '',      true",
        "*,       abc,     true",
        "a*c,     abc,     true",
        "a*c,     abcd,    false",
        "a*b*c,   aXbYbZc, true",
        "**a**,   a,       true",
        "?,       a,       true",
        "?,       '',      false",
        "a?c,     abc,     true",
        "[abc],   b,       true",
        "[abc],   d,       false",
        "[^abc],  d,       true",
        "[^abc],  a,       false",
        "[a-c]x,  bx,      true",
        "[c-a]x,  bx,      true",
        "[a-c]x,  dx,      false",
        "\\*,     *,       true",
        "\\*,     a,       false",
        "[\\]],   ],       true",
        "[a,      a,       true",
        "user:*:name, user:7:name, true",
        "abc,     ab,      false",
        "'',      '',      true",
        "'',      a,       false",
    })
    void matches(String pattern, String text, boolean expected) {
        assertThat(new Glob(bytes(pattern)).matches(bytes(text))).isEqualTo(expected);
    }

    @Test
    void manyStarsDoNotTakeForEver() {
        Glob glob = new Glob(bytes("*a".repeat(100) + "b"));
        assertThat(glob.matches(bytes("a".repeat(100_000)))).isFalse();
        assertThat(glob.steps()).isBetween(100_000L, 2 * 201L * 100_000);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
