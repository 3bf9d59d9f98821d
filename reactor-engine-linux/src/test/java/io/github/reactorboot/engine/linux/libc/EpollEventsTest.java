package io.github.reactorboot.engine.linux.libc;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("O3")
class EpollEventsTest {

    /** sys/epoll.h: EPOLL_PACKED is defined for x86-64 alone. */
    @ParameterizedTest
    @CsvSource({"X86_64, 12, 4", "ARM64, 16, 8"})
    void theLayoutIsThatOfTheProcessor(Architecture architecture, int size, int dataAt) {
        EpollEvents events = new EpollEvents(3, architecture);
        events.set(1, 0x2001, 0x0123456789abcdefL);
        assertThat(events.stride()).isEqualTo(size);
        MemorySegment raw = memory(events, 3 * size);
        assertThat(raw.get(ValueLayout.JAVA_INT_UNALIGNED, size)).isEqualTo(0x2001);
        assertThat(raw.get(ValueLayout.JAVA_LONG_UNALIGNED, size + dataAt))
                .isEqualTo(0x0123456789abcdefL);
    }

    @ParameterizedTest
    @EnumSource(Architecture.class)
    void whatIsWrittenIsReadAndNeighboursStay(Architecture architecture) {
        EpollEvents events = new EpollEvents(3, architecture);
        events.set(0, -1, -1);
        events.set(2, -1, -1);
        events.set(1, 5, 6);
        assertThat(events.events(1)).isEqualTo(5);
        assertThat(events.data(1)).isEqualTo(6);
        for (int neighbour : new int[] {0, 2}) {
            assertThat(events.events(neighbour)).isEqualTo(-1);
            assertThat(events.data(neighbour)).isEqualTo(-1);
        }
    }

    @Test
    void theKernelOfThisMachineAgrees() {
        Libc libc = new Libc();
        int epoll = libc.epollCreate1(0);
        int eventfd = libc.eventfd(1, 0);
        try {
            EpollEvents events = new EpollEvents(2);
            events.set(0, 0x1, 0x7766554433221100L);
            assertThat(libc.epollCtl(epoll, 1, eventfd, events.address())).isZero();
            events.set(0, 0, 0);
            assertThat(libc.epollWait(epoll, events.address(), 2, 0)).isEqualTo(1);
            assertThat(events.events(0)).isEqualTo(0x1);
            assertThat(events.data(0)).isEqualTo(0x7766554433221100L);
        } finally {
            libc.close(epoll);
            libc.close(eventfd);
        }
    }

    @SuppressWarnings("restricted") // to look at what the kernel will see
    private static MemorySegment memory(EpollEvents events, long bytes) {
        return MemorySegment.ofAddress(events.address()).reinterpret(bytes);
    }
}
