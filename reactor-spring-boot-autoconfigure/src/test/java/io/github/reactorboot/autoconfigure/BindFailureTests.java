package io.github.reactorboot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.annotation.OnMessage;
import io.github.reactorboot.annotation.ReactorHandler;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** A listener that cannot be bound. */
class BindFailureTests {

    @Test
    void aPortInUseIsNamedAndTheOtherListenersAreClosed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            int free = freePort();
            Mistakes.assertSays(
                    Runners.quotes()
                            .withBean(Ignoring.class)
                            .withPropertyValues(
                                    "reactor.listeners.orders.address=127.0.0.1",
                                    "reactor.listeners.orders.port=" + free,
                                    "reactor.listeners.quotes.port=" + port),
                    "Listener 'quotes' could not listen on 127.0.0.1:%d: the port is already in use."
                            .formatted(port),
                    ("Stop the process that listens there (ss -ltnp 'sport = :%d' shows it), or set"
                                    + " reactor.listeners.quotes.port to another port; 0 takes any free"
                                    + " one.")
                            .formatted(port));
            try (ServerSocket again = new ServerSocket(free, 1, InetAddress.getLoopbackAddress())) {
                assertThat(again.isBound()).isTrue();
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    @Test
    void anAddressOfAnotherMachineIsNamed() {
        FailureAnalysis analysis = mistake(Map.of("address", "192.0.2.1", "port", 0));
        assertThat(analysis.getDescription())
                .startsWith(
                        "Listener 'quotes' could not listen on 192.0.2.1:0: this machine does not have"
                                + " the address (");
        assertThat(analysis.getAction())
                .isEqualTo(
                        "Set reactor.listeners.quotes.address to an address of this machine, or remove"
                                + " it to listen on all.");
    }

    @Test
    void aDirectoryThatIsNotThereIsNamed(@TempDir Path directory) {
        Path path = directory.resolve("none").resolve("socket");
        FailureAnalysis analysis = mistake(Map.of("path", path));
        assertThat(analysis.getDescription())
                .startsWith("Listener 'quotes' could not listen on " + path + ": ");
        assertThat(analysis.getAction()).contains("reactor.listeners.quotes.path");
    }

    @Test
    void missingPermissionIsSaid() {
        FailureAnalysis analysis =
                analysis(
                        BindFailure.of(
                                "quotes",
                                new InetSocketAddress("127.0.0.1", 80),
                                new SocketException("Permission denied")));
        assertThat(analysis.getDescription())
                .isEqualTo(
                        "Listener 'quotes' could not listen on 127.0.0.1:80: permission denied"
                                + " (Permission denied).");
        assertThat(analysis.getAction())
                .isEqualTo(
                        "Set reactor.listeners.quotes.port to a port from 1024 up, or give the process the"
                                + " right to bind lower ones (CAP_NET_BIND_SERVICE).");
    }

    @Test
    void aPathInUseIsSaid() {
        FailureAnalysis analysis =
                analysis(
                        BindFailure.of(
                                "quotes",
                                UnixDomainSocketAddress.of("/run/quotes"),
                                new BindException("Address already in use")));
        assertThat(analysis.getDescription())
                .isEqualTo(
                        "Listener 'quotes' could not listen on /run/quotes: the path is already in use.");
    }

    private static FailureAnalysis analysis(RuntimeException failure) {
        return ((FailureAnalyzedException) failure).analysis();
    }

    private static FailureAnalysis mistake(Map<String, ?> values) {
        ApplicationContextRunner runner = Runners.empty();
        return Mistakes.of(
                runner.withBean(QuotesOnly.class).withPropertyValues(Runners.keys(values)));
    }

    @ReactorHandler("quotes")
    static class QuotesOnly {

        @OnMessage
        void ignore(byte[] line) {}
    }

    @ReactorHandler({"orders", "quotes"})
    static class Ignoring {

        @OnMessage
        void ignore(byte[] line) {}
    }
}
