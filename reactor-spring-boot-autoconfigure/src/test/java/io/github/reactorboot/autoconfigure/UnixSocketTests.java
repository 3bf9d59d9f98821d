package io.github.reactorboot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.annotation.OnAccept;
import io.github.reactorboot.annotation.OnMessage;
import io.github.reactorboot.annotation.ReactorHandler;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A listener on a Unix socket. */
class UnixSocketTests {

    @TempDir Path directory;

    @Test
    void servesAndMayBeOpenToTheGroup() {
        Path path = directory.resolve("quotes.sock");
        Runners.empty()
                .withBean(Echo.class)
                .withPropertyValues(
                        "reactor.listeners.quotes.path=" + path,
                        "reactor.listeners.quotes.permissions=rw-rw----")
                .run(context -> {
                    assertThat(Files.getPosixFilePermissions(path))
                            .isEqualTo(PosixFilePermissions.fromString("rw-rw----"));
                    assertThat(context.getEnvironment())
                            .matches(environment ->
                                    !environment.containsProperty("local.reactor.quotes.port"));
                    try (SocketChannel client =
                            SocketChannel.open(UnixDomainSocketAddress.of(path))) {
                        client.write(ByteBuffer.wrap("x\n".getBytes(StandardCharsets.UTF_8)));
                        ByteBuffer answer = ByteBuffer.allocate(2);
                        while (answer.hasRemaining()) {
                            assertThat(client.read(answer)).isPositive();
                        }
                        assertThat(answer.array()).isEqualTo(new byte[] {'x', '\n'});
                    }
                });
        assertThat(path).doesNotExist();
    }

    @ReactorHandler("quotes")
    static class Echo {

        @OnAccept
        boolean accept(InetSocketAddress peer) {
            return peer == null;
        }

        @OnMessage
        byte[] echo(byte[] line) {
            return line;
        }
    }
}
