package io.github.reactorboot.engine.linux.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.engine.linux.libc.Libc;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** What the kernel says of the options of a socket. */
final class SocketOptionReader {

    private final Libc libc;
    private final int fd;
    private final MemorySegment value = Arena.ofAuto().allocate(8, 8);

    SocketOptionReader(Libc libc, int fd) {
        this.libc = libc;
        this.fd = fd;
    }

    int get(int level, int option) {
        value.set(ValueLayout.JAVA_INT, 4, Integer.BYTES);
        assertThat(libc.getsockopt(fd, level, option, value.address(), value.address() + 4))
                .isZero();
        return value.get(ValueLayout.JAVA_INT, 0);
    }
}
