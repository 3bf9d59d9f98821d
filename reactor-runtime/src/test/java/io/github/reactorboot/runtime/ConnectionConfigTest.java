package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("D1")
class ConnectionConfigTest {

    private static final Path PATH = Path.of("/dev/ttyUSB0");

    private final RecordingHandler handler = new RecordingHandler();

    @Test
    void aDeviceMayBeSilentAndComesBack() {
        ConnectionConfig config =
                ConnectionConfig.builder("line").device(PATH).handler(handler).build();
        assertThat(config.target()).isEqualTo(new Target.Device(PATH, null));
        assertThat(config.reconnect()).isEqualTo(Backoff.DEFAULT);
        assertThat(config.session().timeouts().idle()).isZero();
        assertThat(config.session().timeouts().frame()).isEqualTo(SessionTimeouts.DEFAULT.frame());
        assertThat(config.session().timeouts().write()).isEqualTo(SessionTimeouts.DEFAULT.write());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-x", "a b", "a/b"})
    void itsNameIsChecked(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> ConnectionConfig.builder(name).device(PATH).handler(handler).build())
                .withMessageContaining("connection name");
    }

    @Test
    void pathAndHandlerAreNeeded() {
        assertThatIllegalStateException()
                .isThrownBy(() -> ConnectionConfig.builder("line").handler(handler).build())
                .withMessage("connection line needs a host, an address or a device");
        assertThatIllegalStateException()
                .isThrownBy(() -> ConnectionConfig.builder("line").device(PATH).build())
                .withMessage("connection line needs a handler");
    }

    private ConnectionConfig.Builder peer() {
        return ConnectionConfig.builder("peer").handler(handler);
    }

    @Test
    @Tag("D2")
    void aHostIsConnectedToWithATimeout() {
        ConnectionConfig config = peer().host("example.com", 80).build();
        assertThat(config.target()).isEqualTo(new Target.Host("example.com", 80));
        assertThat(config.opening()).isEqualTo(Opening.AT_START);
        assertThat(config.connect().timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.reconnect()).isEqualTo(Backoff.DEFAULT);
        assertThat(config.session()).isEqualTo(SessionSettings.DEFAULT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a/b", "tcp://a"})
    void aHostIsAName(String host) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> peer().host(host, 80))
                .withMessageStartingWith("host must be a name");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 65_536})
    void aPortIsNeeded(int port) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> peer().host("example.com", port))
                .withMessage("port must be from 1 to 65535, was " + port);
    }

    @Test
    void anAddressIsOneThatCanBeConnectedTo() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> peer().address(InetSocketAddress.createUnresolved("h", 1)))
                .withMessageContaining("not looked up");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> peer().address(new InetSocketAddress("127.0.0.1", 0)))
                .withMessageContaining("needs a port");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> peer().address(UnixDomainSocketAddress.of("")))
                .withMessageContaining("needs a path");
    }

    @Test
    void timesAndLocalAddressesAreChecked() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> peer().connectTimeout(Duration.ZERO))
                .withMessageContaining("connect timeout must be from 1 ms");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> peer().device(PATH).localAddress(new InetSocketAddress(0)).build())
                .withMessageContaining("local address is for hosts");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> peer().localAddress(InetSocketAddress.createUnresolved("h", 1)))
                .withMessageContaining("local address must be an IP address");
    }

    @Test
    void targetsAreWrittenAsPeopleWriteThem() {
        assertThat(new Target.Host("::1", 80)).hasToString("[::1]:80");
        assertThat(new Target.Host("[::1]", 80)).hasToString("[::1]:80");
        assertThat(new Target.Address(new InetSocketAddress("127.0.0.1", 80)))
                .hasToString("127.0.0.1:80");
        assertThat(new Target.Address(UnixDomainSocketAddress.of("/run/a.sock")))
                .hasToString("/run/a.sock");
    }
}
