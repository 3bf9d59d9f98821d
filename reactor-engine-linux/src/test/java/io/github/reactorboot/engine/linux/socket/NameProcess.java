package io.github.reactorboot.engine.linux.socket;

import io.github.reactorboot.engine.linux.libc.Errno;
import io.github.reactorboot.engine.linux.libc.Libc;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Binds a Unix socket to a name that its argument gives in hexadecimal digits, and says what the
 * engines make of that name: run in a locale of its own.
 */
final class NameProcess {

    private static final int SOCK_STREAM = 1;

    private NameProcess() {}

    public static void main(String[] arguments) throws IOException {
        byte[] name = HexFormat.of().parseHex(arguments[0]);
        Libc libc = new Libc();
        int fd = libc.socket(SocketAddresses.AF_UNIX, SOCK_STREAM, 0);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = arena.allocate(128, 8);
            address.set(ValueLayout.JAVA_SHORT, 0, (short) SocketAddresses.AF_UNIX);
            MemorySegment.copy(name, 0, address, ValueLayout.JAVA_BYTE, 2, name.length);
            int result = libc.bind(fd, address.address(), 2 + name.length + 1);
            if (result < 0) {
                throw Errno.exception("bind", -result);
            }
        }
        SocketAddress found = new SocketAddresses().ofSocket(libc, fd);
        byte[] text = found.toString().getBytes(StandardCharsets.UTF_8);
        System.out.println("name " + HexFormat.of().formatHex(text));
    }
}
