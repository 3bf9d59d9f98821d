package io.github.reactorboot.sample.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.sample.ManualClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StoreTest {

    private final ManualClock clock = new ManualClock();
    private final Store store = new Store(clock, 10_000);

    private static Key key(String text) {
        return Key.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Key scratch(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Key key = Key.scratch();
        System.arraycopy(bytes, 0, key.room(bytes.length), 0, bytes.length);
        return key.filled(bytes.length);
    }

    private Entry entry(int size, Duration life) {
        return new Entry(new byte[size], store.nowMillis() + life.toMillis());
    }

    @Test
    void scratchKeysFindEntriesAndAreNotKept() {
        Key scratch = scratch("a long key of more than eight bytes");
        Entry entry = new Entry(new byte[1]);
        store.put(scratch, entry);
        System.arraycopy(
                "overwritten".getBytes(StandardCharsets.UTF_8), 0, scratch.room(11), 0, 11);
        scratch.filled(11);
        assertThat(store.get(scratch)).isNull();
        assertThat(store.get(key("a long key of more than eight bytes"))).isSameAs(entry);
        assertThat(store.keys().next()).isNotSameAs(scratch);
    }

    @Test
    void entriesEndAtTheirDeadline() {
        store.put(key("a"), entry(1, Duration.ofMillis(2)));
        clock.advance(Duration.ofMillis(1));
        assertThat(store.get(key("a"))).isNotNull();
        clock.advance(Duration.ofMillis(1));
        assertThat(store.get(key("a"))).isNull();
        assertThat(store.usedBytes()).isZero();
        assertThat(store.ending()).isZero();
    }

    @Test
    void theSweepRemovesWhatHasEndedALittleAtATime() {
        for (int i = 0; i < 100; i++) {
            store.put(key("short" + i), entry(1, Duration.ofMillis(1)));
            store.put(key("long" + i), entry(1, Duration.ofMillis(100)));
        }
        clock.advance(Duration.ofMillis(1));
        store.sweep(50);
        assertThat(store.size()).isBetween(150L, 199L);
        IntStream.range(0, 3).forEach(i -> store.sweep(50));
        assertThat(store.size()).isEqualTo(100);
        assertThat(store.ending()).isEqualTo(100);
    }

    @Test
    void countsMemory() {
        store.put(key("a"), new Entry(new byte[1000]));
        long one = store.usedBytes();
        assertThat(one).isGreaterThan(1000);
        store.put(key("a"), new Entry(new byte[2000]));
        assertThat(store.usedBytes()).isEqualTo(one + 1000);
        store.put(key("b"), new Entry(new byte[8000]));
        assertThat(store.hasRoom()).isFalse();
        assertThat(store.remove(key("b"))).isTrue();
        assertThat(store.remove(key("b"))).isFalse();
        assertThat(store.hasRoom()).isTrue();
        store.clear();
        assertThat(store.usedBytes()).isZero();
        assertThat(store.size()).isZero();
    }

    @Test
    void replacesOnlyWhatWasExpected() {
        Entry first = new Entry(new byte[1]);
        Entry second = new Entry(new byte[2]);
        assertThat(store.replace(key("a"), first, second)).isFalse();
        assertThat(store.replace(scratch("a"), null, first)).isTrue();
        assertThat(store.replace(key("a"), null, second)).isFalse();
        assertThat(store.replace(key("a"), first, second)).isTrue();
        assertThat(store.replace(key("a"), first, null)).isFalse();
        assertThat(store.replace(key("a"), second, null)).isTrue();
        assertThat(store.usedBytes()).isZero();
    }

    @Test
    void manyKeysOfAllLengthsAreTold() {
        store.bytesMax(Long.MAX_VALUE);
        for (int length = 0; length < 100; length++) {
            store.put(scratch("x".repeat(length)), new Entry(new byte[length]));
        }
        for (int length = 0; length < 100; length++) {
            Entry entry = store.get(scratch("x".repeat(length)));
            assertThat(entry).isNotNull();
            assertThat(entry.value()).hasSize(length);
        }
    }

    @Test
    void scansGoOnUntilAllKeysWereShown() {
        IntStream.range(0, 100).forEach(i -> store.put(key("k" + i), new Entry(new byte[0])));
        Scans scans = new Scans(store);
        List<String> seen = new ArrayList<>();
        long cursor = 0;
        do {
            Iterator<Key> place = scans.take(cursor);
            for (int i = 0; i < 7 && place.hasNext(); i++) {
                seen.add(new String(place.next().bytes(), StandardCharsets.UTF_8));
            }
            cursor = scans.keep(place);
        } while (cursor != 0);
        assertThat(seen).hasSize(100).doesNotHaveDuplicates();
    }

    @Test
    void oldScansAreForgotten() {
        store.put(key("a"), new Entry(new byte[0]));
        Scans scans = new Scans(store);
        long first = scans.keep(store.keys());
        for (int i = 0; i < 63; i++) {
            scans.keep(store.keys());
        }
        Iterator<Key> place = scans.take(first);
        assertThat(place).isNotNull();
        assertThat(scans.take(first)).isNull();
        long second = scans.keep(place);
        scans.keep(store.keys());
        for (int i = 0; i < 63; i++) {
            scans.keep(store.keys());
        }
        assertThat(scans.take(second)).isNull();
    }
}
