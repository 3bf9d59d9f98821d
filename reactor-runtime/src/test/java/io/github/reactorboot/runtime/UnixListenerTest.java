package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Listeners on Unix sockets, and their files. */
@Tag("C1")
@Tag("fault-F52")
class UnixListenerTest {

    @TempDir Path directory;

    @BeforeAll
    static void needPosixFiles() {
        PosixFiles.needed();
    }

    private ListenerConfig.Builder at(Path path, SessionHandler handler) {
        return Live.lines("unix", handler).path(path);
    }

    private Path socketPath() {
        return directory.resolve("s.sock");
    }

    static String roundTrip(Path path, String line) throws IOException {
        try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            client.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
            client.shutdownOutput();
            ByteBuffer answer = ByteBuffer.allocate(100);
            while (client.read(answer) >= 0) {
                assertThat(answer.hasRemaining()).isTrue();
            }
            return StandardCharsets.UTF_8.decode(answer.flip()).toString();
        }
    }

    @Test
    void servesSessionsAndLeavesNoFileBehind() throws Exception {
        RecordingHandler handler = RecordingHandler.echo();
        try (Live live = Live.start()) {
            Listener listener = live.listen(at(socketPath(), handler));
            assertThat(listener.port()).isEqualTo(-1);
            assertThat(listener.localAddress()).isEqualTo(UnixDomainSocketAddress.of(socketPath()));
            assertThat(roundTrip(socketPath(), "hi\n")).isEqualTo("hi\n");
            Await.next(handler.closed);
            Await.result(listener.stop());
            assertThat(directory).isEmptyDirectory();
        }
    }

    @Test
    void onlyTheOwnerMayConnectUnlessSaidOtherwise() throws Exception {
        try (Live live = Live.start()) {
            Listener listener = live.listen(at(socketPath(), new RecordingHandler()));
            assertThat(permissions()).isEqualTo("rw-------");
            Await.result(listener.stop());
            AcceptLimits d = AcceptLimits.DEFAULT;
            AcceptLimits open =
                    new AcceptLimits(
                            d.maxSessions(),
                            0,
                            d.backlog(),
                            d.acceptsPerTurn(),
                            0,
                            PosixFilePermissions.fromString("rw-rw----"));
            live.listen(at(socketPath(), new RecordingHandler()).limits(open));
            assertThat(permissions()).isEqualTo("rw-rw----");
        }
        assertThat(directory).as("after the reactor was closed").isEmptyDirectory();
    }

    private String permissions() throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(socketPath()));
    }

    @Test
    void aSocketFileThatNobodyListensOnIsReplaced() throws Exception {
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(socketPath()))
                .close();
        assertThat(socketPath()).exists();
        try (Live live = Live.start()) {
            live.listen(at(socketPath(), RecordingHandler.echo()));
            assertThat(roundTrip(socketPath(), "hi\n")).isEqualTo("hi\n");
        }
    }

    @Test
    void aSocketThatSomebodyListensOnIsLeftAlone() throws Exception {
        try (Live live = Live.start();
                ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            other.bind(UnixDomainSocketAddress.of(socketPath()));
            assertThat(bindFailure(live)).hasMessageContaining("in use");
            try (SocketChannel client =
                    SocketChannel.open(UnixDomainSocketAddress.of(socketPath()))) {
                assertThat(client.isConnected()).isTrue();
            }
            assertThat(other.isOpen()).isTrue();
        }
    }

    @Test
    void aRegularFileIsLeftAlone() throws Exception {
        Files.writeString(socketPath(), "precious");
        try (Live live = Live.start()) {
            assertThat(bindFailure(live)).hasMessageContaining("not a socket");
        }
        assertThat(socketPath()).hasContent("precious");
        assertNothingElse();
    }

    @Test
    void aSymbolicLinkIsNotFollowed() throws Exception {
        Path target = Files.writeString(directory.resolve("target"), "precious");
        Files.createSymbolicLink(socketPath(), target);
        try (Live live = Live.start()) {
            assertThat(bindFailure(live)).hasMessageContaining("not a socket");
        }
        assertThat(Files.isSymbolicLink(socketPath())).isTrue();
        assertThat(target).hasContent("precious");
    }

    @Test
    void aDirectoryIsLeftAlone() throws Exception {
        Files.createDirectory(socketPath());
        try (Live live = Live.start()) {
            assertThat(bindFailure(live)).hasMessageContaining("not a socket");
        }
        assertThat(socketPath()).isDirectory();
    }

    @Test
    void aFifoIsLeftAlone() throws Exception {
        Process made = new ProcessBuilder("mkfifo", socketPath().toString()).start();
        assertThat(made.waitFor()).isZero();
        try (Live live = Live.start()) {
            assertThat(bindFailure(live)).hasMessageContaining("not a socket");
        }
        assertThat(Files.exists(socketPath(), LinkOption.NOFOLLOW_LINKS)).isTrue();
    }

    @Test
    void aMissingDirectoryIsNamed() throws Exception {
        Path path = directory.resolve("missing").resolve("s.sock");
        try (Live live = Live.start()) {
            assertThat(Await.failure(live.reactor.listen(at(path, new RecordingHandler()).build())))
                    .isInstanceOf(BindException.class)
                    .hasMessageContaining(path.toString());
        }
    }

    @Test
    @Tag("C9")
    void sessionsOutliveTheirListenerAndItsFile() throws Exception {
        try (Live live = Live.start()) {
            RecordingHandler handler = RecordingHandler.echo();
            Listener listener = live.listen(at(socketPath(), handler));
            try (SocketChannel client =
                    SocketChannel.open(UnixDomainSocketAddress.of(socketPath()))) {
                Await.next(handler.opened);
                Await.result(listener.stop());
                assertThatThrownBy(
                                () -> SocketChannel.open(UnixDomainSocketAddress.of(socketPath())))
                        .isInstanceOf(IOException.class);
                client.write(ByteBuffer.wrap("x\n".getBytes()));
                ByteBuffer answer = ByteBuffer.allocate(2);
                client.read(answer);
                assertThat(answer.get(0)).isEqualTo((byte) 'x');
            }
            Await.next(handler.closed);
        }
    }

    private Throwable bindFailure(Live live) {
        Throwable failure =
                Await.failure(
                        live.reactor.listen(at(socketPath(), new RecordingHandler()).build()));
        assertThat(failure).isInstanceOf(BindException.class);
        return failure;
    }

    private void assertNothingElse() throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            assertThat(entries).containsExactly(socketPath());
        }
    }
}
