package io.github.reactorboot.engine.linux.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SourceTableTest {

    private final SourceTable<String> table = new SourceTable<>(24);

    @Test
    void aSourceIsFoundByItsNumber() {
        long one = table.add("one");
        long two = table.add("two");
        assertThat(table.find(one)).isEqualTo("one");
        assertThat(table.find(two)).isEqualTo("two");
        assertThat(table.size()).isEqualTo(2);
    }

    @Test
    @Tag("fault-F27")
    void aPlaceThatIsUsedAgainHasAnotherNumber() {
        Set<Long> numbers = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            long number = table.add("next");
            assertThat(numbers.add(number)).isTrue();
            assertThat(number >>> 56).as("bits beyond place and use").isZero();
            table.remove(number);
            assertThat(table.find(number)).isNull();
        }
        assertThat((int) table.add("last")).as("the place").isZero();
    }

    @Test
    void removingTwiceDoesNotFreeThePlaceOfAnother() {
        long first = table.add("first");
        table.remove(first);
        long second = table.add("second");
        table.remove(first);
        assertThat(table.find(second)).isEqualTo("second");
        assertThat(table.size()).isEqualTo(1);
    }

    @Test
    void itGrowsAndHandsOutAll() {
        List<Long> numbers = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            numbers.add(table.add("s" + i));
        }
        for (int i = 0; i < 1_000; i += 2) {
            table.remove(numbers.get(i));
        }
        List<String> all = new ArrayList<>();
        table.forEach(source -> {
            all.add(source);
            table.remove(numbers.get(Integer.parseInt(source.substring(1))));
        });
        assertThat(all).hasSize(500).doesNotHaveDuplicates();
        assertThat(table.size()).isZero();
    }

    @Test
    void theCountOfUsesWrapsWithinItsBits() {
        SourceTable<String> small = new SourceTable<>(1);
        long first = small.add("a");
        small.remove(first);
        long second = small.add("b");
        small.remove(second);
        assertThat(second).isNotEqualTo(first);
        assertThat(small.add("c")).isEqualTo(first);
    }
}
