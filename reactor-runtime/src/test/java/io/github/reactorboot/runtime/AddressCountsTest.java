package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("C7")
@Tag("fault-F4")
class AddressCountsTest {

    private static Object key(String address) throws Exception {
        return AddressCounts.keyOf(new InetSocketAddress(InetAddress.getByName(address), 1234));
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, 10.0.0.1, true",
        "10.0.0.1, 10.0.0.2, false",
        "2001:db8:1:2::1, 2001:db8:1:2:ffff:ffff:ffff:ffff, true",
        "2001:db8:1:2::1, 2001:db8:1:3::1, false",
        "2001:db8::1, 2001:db8:8000::1, false",
        "2001:db8:0:1::, 2001:db8:0:8001::, false",
        "::ffff:10.0.0.1, 10.0.0.1, true",
        "::1, ::2, true",
    })
    void oneNetworkOfSixtyFourBitsCountsAsOne(String one, String other, boolean same)
            throws Exception {
        assertThat(key(one).equals(key(other))).isEqualTo(same);
    }

    @Test
    void thePortDoesNotMatter() throws Exception {
        InetAddress address = InetAddress.getByName("10.0.0.1");
        assertThat(AddressCounts.keyOf(new InetSocketAddress(address, 1)))
                .isEqualTo(AddressCounts.keyOf(new InetSocketAddress(address, 2)));
    }

    @Test
    void unixSocketsAndPeersThatAreGoneAreNotCounted() {
        AddressCounts counts = new AddressCounts(1);
        assertThat(AddressCounts.keyOf(null)).isNull();
        assertThat(AddressCounts.keyOf(UnixDomainSocketAddress.of("/x"))).isNull();
        assertThat(counts.tryAdd(null)).isTrue();
        assertThat(counts.tryAdd(null)).isTrue();
        counts.remove(null);
        assertThat(counts.size()).isZero();
    }

    @Test
    void theTableHoldsNoMoreThanWhatIsThere() throws Exception {
        AddressCounts counts = new AddressCounts(2);
        for (int i = 0; i < 1_000; i++) {
            assertThat(counts.tryAdd(key("2001:db8:" + Integer.toHexString(i) + "::1"))).isTrue();
        }
        assertThat(counts.size()).isEqualTo(1_000);
        assertThat(counts.tryAdd(key("2001:db8:1::2"))).isTrue();
        assertThat(counts.tryAdd(key("2001:db8:1::3"))).isFalse();
        for (int i = 0; i < 1_000; i++) {
            counts.remove(key("2001:db8:" + Integer.toHexString(i) + "::9"));
        }
        assertThat(counts.size()).isEqualTo(1);
        counts.remove(key("2001:db8:1::2"));
        assertThat(counts.size()).isZero();
    }

    @Test
    void theBoundIsExactUnderConcurrency() throws Exception {
        AddressCounts counts = new AddressCounts(100);
        Object key = key("10.0.0.1");
        AtomicInteger accepted = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Thread thread =
                    new Thread(() -> {
                        for (int j = 0; j < 1_000; j++) {
                            if (counts.tryAdd(key)) {
                                accepted.incrementAndGet();
                            }
                        }
                    });
            thread.start();
            threads.add(thread);
        }
        threads.forEach(Await::end);
        assertThat(accepted).hasValue(100);
    }
}
