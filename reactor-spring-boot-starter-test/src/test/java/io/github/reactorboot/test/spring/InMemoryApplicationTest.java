package io.github.reactorboot.test.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorboot.autoconfigure.ReactorRegistry;
import io.github.reactorboot.runtime.Reactor;
import io.github.reactorboot.test.LocalReactorPort;
import io.github.reactorboot.test.clock.VirtualClock;
import io.github.reactorboot.test.memory.ConnectionScript;
import io.github.reactorboot.test.memory.MemoryNetwork;
import io.github.reactorboot.test.memory.TestPeer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

@Tag("R7")
@Timeout(60)
@SpringBootTest({
    "reactor.listeners.quotes.port=7000",
    "reactor.listeners.quotes.framing.type=line",
    "reactor.runtimes.default.engine=auto"
})
@AutoConfigureInMemoryReactor
class InMemoryApplicationTest {

    @Autowired private ReactorTestClient client;
    @Autowired private MemoryNetwork network;
    @Autowired private Reactor reactor;

    @LocalReactorPort("quotes")
    private int port;

    @Test
    void anAnnotatedHandlerIsServedWithoutSockets() {
        assertThat(reactor.engine().name()).isEqualTo("memory");
        try (TestPeer peer = client.connect("quotes")) {
            peer.send("ACME\nnobody\n");
            assertThat(peer.receiveLine()).isEqualTo("42.17");
            assertThat(peer.receiveLine()).isEqualTo("unknown");
        }
        try (TestPeer peer = client.connect("quotes", ConnectionScript.create().readsAtMost(1))) {
            peer.send("ACME\n");
            assertThat(peer.receiveLine()).isEqualTo("42.17");
        }
    }

    @Test
    void theSystemKnowsNothingOfThePort() {
        assertThat(port).isEqualTo(7000);
        // Whoever listens there, it is not this application.
        assertThat(network.toString()).contains(":7000");
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            assertThat(reactor.sessions())
                    .noneMatch(session ->
                            socket.getLocalSocketAddress().equals(session.remoteAddress()));
        } catch (IOException refused) {
            assertThat(refused).isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void mistakesAreNamed() {
        assertThatThrownBy(() -> client.connect("qoutes"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("qoutes")
                .hasMessageContaining("quotes");
    }

    @Test
    void aStoppedListenerRefuses(@Autowired ReactorRegistry registry) {
        registry.stopListener("quotes");
        try {
            assertThatThrownBy(() -> client.connect("quotes"))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("nobody listens");
        } finally {
            registry.startListener("quotes");
        }
    }

    @Nested
    class Inside {

        @Test
        void theAnnotationHoldsForNestedClasses(
                @Autowired MemoryNetwork same, @Autowired ObjectProvider<VirtualClock> clock) {
            assertThat(same).isSameAs(network);
            assertThat(clock.getIfAvailable()).isNull();
        }
    }

    @Nested
    @SpringBootTest({
        "reactor.listeners.quotes.path=/nowhere/to/be/found/quotes.sock",
        "reactor.listeners.quotes.framing.type=line"
    })
    class UnixSockets {

        @Test
        void aListenerOnAUnixSocketGetsAPort(
                @Autowired ReactorTestClient unix, @Autowired ReactorRegistry registry) {
            assertThat(registry.listener("quotes").orElseThrow().localAddress())
                    .isNotInstanceOf(UnixDomainSocketAddress.class);
            try (TestPeer peer = unix.connect("quotes")) {
                peer.send("ACME\n");
                assertThat(peer.receiveLine()).isEqualTo("42.17");
            }
        }
    }
}
