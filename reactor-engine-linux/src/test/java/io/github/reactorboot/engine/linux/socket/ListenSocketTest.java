package io.github.reactorboot.engine.linux.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorboot.engine.linux.libc.Errno;
import io.github.reactorboot.engine.linux.libc.Libc;
import io.github.reactorboot.runtime.engine.ListenSettings;
import io.github.reactorboot.runtime.engine.SocketSettings;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListenSocketTest {

    private static final int FLAGS = ListenSocket.SOCK_CLOEXEC | ListenSocket.SOCK_NONBLOCK;

    private final Libc libc = new Libc();
    private final List<ListenSocket> open = new ArrayList<>();

    @AfterEach
    void close() {
        open.forEach(ListenSocket::close);
    }

    private ListenSocket listen(ListenSettings settings) throws IOException {
        ListenSocket socket = ListenSocket.open(libc, settings, FLAGS);
        open.add(socket);
        return socket;
    }

    private static ListenSettings settings(SocketAddress address) {
        return new ListenSettings(address, 100, 10, 0, SocketSettings.DEFAULT, false);
    }

    private ListenSocket anyPort() throws IOException {
        return listen(settings(new InetSocketAddress("127.0.0.1", 0)));
    }

    @Test
    @Tag("C8")
    void aPortIsTakenUntilItIsShared() throws IOException {
        ListenSocket first = anyPort();
        ListenSettings join = settings(first.localAddress()).joining(first.localAddress());
        assertThatThrownBy(() -> listen(join)).isInstanceOf(BindException.class);
        assertThat(first.allowSharing()).isTrue();
        assertThat(listen(join).localAddress()).isEqualTo(first.localAddress());
    }

    @Test
    @Tag("fault-F7")
    void whoDoesNotJoinIsRefusedEvenWhereOthersShare() throws IOException {
        ListenSocket first = anyPort();
        first.allowSharing();
        listen(settings(first.localAddress()).joining(first.localAddress()));
        assertThatThrownBy(() -> listen(settings(first.localAddress())))
                .isInstanceOf(BindException.class)
                .hasMessage("bind: EADDRINUSE, Address already in use");
    }

    @Test
    @Tag("C8")
    void theKernelSpreadsConnectionsOverSharedSockets() throws IOException {
        ListenSocket first = anyPort();
        first.allowSharing();
        ListenSocket second = listen(settings(first.localAddress()).joining(first.localAddress()));
        int[] accepted = new int[2];
        // All on one side of 64 would be a chance of 2 in 2^64.
        for (int i = 0; i < 64; i++) {
            try (Socket client = new Socket()) {
                client.connect(first.localAddress());
                accepted[0] += acceptAll(first);
                accepted[1] += acceptAll(second);
            }
        }
        assertThat(accepted[0] + accepted[1]).isEqualTo(64);
        assertThat(accepted).doesNotContain(0);
    }

    private int acceptAll(ListenSocket socket) {
        int count = 0;
        for (int fd = socket.accept(FLAGS); fd >= 0; fd = socket.accept(FLAGS)) {
            libc.close(fd);
            count++;
        }
        return count;
    }

    @Test
    void aUnixSocketIsNotShared(@TempDir Path directory) throws IOException {
        ListenSocket socket = listen(settings(UnixDomainSocketAddress.of(directory.resolve("s"))));
        assertThat(socket.allowSharing()).isFalse();
    }

    @Test
    void theWildcardServesBothFamilies() throws IOException {
        ListenSocket socket = listen(settings(new InetSocketAddress(0)));
        int port = ((InetSocketAddress) socket.localAddress()).getPort();
        for (String host : List.of("127.0.0.1", "::1")) {
            try (Socket client = new Socket(host, port)) {
                int fd = socket.accept(FLAGS);
                assertThat(fd).isPositive();
                assertThat(socket.acceptedFrom()).isEqualTo(client.getLocalSocketAddress());
                libc.close(fd);
            }
        }
    }

    @Test
    @Tag("fault-F8")
    void anAddressOfAnotherMachineSaysSo() {
        assertThatThrownBy(() -> listen(settings(new InetSocketAddress("192.0.2.1", 0))))
                .isInstanceOf(BindException.class)
                .hasMessageContaining("EADDRNOTAVAIL");
    }

    @Test
    @Tag("C8")
    void acceptedSocketsInheritTheirOptions() throws IOException {
        SocketSettings all = new SocketSettings(true, true, 64 << 10, 1234);
        ListenSocket socket =
                listen(
                        new ListenSettings(
                                new InetSocketAddress("127.0.0.1", 0), 10, 10, 0, all, false));
        try (Socket client = new Socket()) {
            client.connect(socket.localAddress());
            int fd = socket.accept(FLAGS);
            try {
                SocketOptionReader options = new SocketOptionReader(libc, fd);
                assertThat(options.get(6, 1)).as("TCP_NODELAY").isEqualTo(1);
                assertThat(options.get(1, 9)).as("SO_KEEPALIVE").isEqualTo(1);
                assertThat(options.get(6, 18)).as("TCP_USER_TIMEOUT").isEqualTo(1234);
                // The kernel doubles what was asked for (socket(7)).
                assertThat(options.get(1, 7)).as("SO_SNDBUF").isEqualTo(128 << 10);
            } finally {
                libc.close(fd);
            }
        }
    }

    @Test
    @Tag("C4")
    void nothingWaitsIsTold() throws IOException {
        assertThat(anyPort().accept(FLAGS)).isEqualTo(-Errno.EAGAIN);
    }
}
