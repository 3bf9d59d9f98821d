package io.github.reactorboot.engine.linux.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("O3")
class SocketAddressesTest {

    private final SocketAddresses addresses = new SocketAddresses();

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "255.254.253.252", "0.0.0.0"})
    void inet4ThereAndBack(String host) throws Exception {
        InetSocketAddress address = new InetSocketAddress(host, 65_000);
        assertThat(thereAndBack(address, SocketAddresses.AF_INET)).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"::1", "fe80::1%1", "2001:db8::ff00:42:8329", "::"})
    void inet6ThereAndBack(String host) throws Exception {
        InetSocketAddress address = new InetSocketAddress(host, 1);
        assertThat(thereAndBack(address, SocketAddresses.AF_INET6)).isEqualTo(address);
    }

    @Test
    void inet4OverInet6IsInet4Again() throws Exception {
        InetSocketAddress address = new InetSocketAddress("10.1.2.3", 443);
        assertThat(thereAndBack(address, SocketAddresses.AF_INET6)).isEqualTo(address);
    }

    @Test
    void theWildcardOfInet4StandsForBoth() throws Exception {
        assertThat(thereAndBack(new InetSocketAddress("0.0.0.0", 443), SocketAddresses.AF_INET6))
                .isEqualTo(new InetSocketAddress("::", 443));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/run/x", "/run/\u00e4\u4e16", "relative"})
    void pathThereAndBack(String path) throws Exception {
        assumeTrue(
                path.length() == path.getBytes(StandardCharsets.UTF_8).length
                        || "UTF-8".equals(System.getProperty("sun.jnu.encoding")),
                "this JVM cannot express the name");
        SocketAddress address = UnixDomainSocketAddress.of(path);
        assertThat(thereAndBack(address, SocketAddresses.AF_UNIX)).isEqualTo(address);
    }

    @Test
    void aPathMustFit() throws Exception {
        SocketAddress fits = UnixDomainSocketAddress.of("/" + "x".repeat(106));
        assertThat(thereAndBack(fits, SocketAddresses.AF_UNIX)).isEqualTo(fits);
        SocketAddress tooLong = UnixDomainSocketAddress.of("/" + "x".repeat(107));
        assertThatThrownBy(() -> addresses.put(tooLong, SocketAddresses.AF_UNIX))
                .isInstanceOf(SocketException.class)
                .hasMessageContaining("108 bytes, the system takes 107");
    }

    @Test
    void aNameThatWasNotResolvedIsRefused() {
        InetSocketAddress unresolved = InetSocketAddress.createUnresolved("example.invalid", 1);
        assertThatThrownBy(() -> addresses.put(unresolved, SocketAddresses.AF_INET))
                .isInstanceOf(SocketException.class);
    }

    @Test
    void anUnnamedPeerHasAnEmptyPath() {
        addresses.expect();
        memory().set(ValueLayout.JAVA_SHORT, 0, (short) SocketAddresses.AF_UNIX);
        memory().set(ValueLayout.JAVA_INT, 128, 2);
        assertThat(addresses.get()).isEqualTo(UnixDomainSocketAddress.of(Path.of("")));
    }

    /** ip(7): port and address are in network byte order. */
    @Test
    void theLayoutIsThatOfTheKernel() throws Exception {
        assertThat(addresses.put(new InetSocketAddress("1.2.3.4", 0x1234), SocketAddresses.AF_INET))
                .isEqualTo(16);
        byte[] bytes = memory().asSlice(0, 8).toArray(ValueLayout.JAVA_BYTE);
        assertThat(bytes).containsExactly(2, 0, 0x12, 0x34, 1, 2, 3, 4);
        assertThat(addresses.put(new InetSocketAddress(six(), 0x1234), SocketAddresses.AF_INET6))
                .isEqualTo(28);
        bytes = memory().asSlice(0, 12).toArray(ValueLayout.JAVA_BYTE);
        assertThat(bytes).containsExactly(10, 0, 0x12, 0x34, 0, 0, 0, 0, 0x20, 1, 0xd, (byte) 0xb8);
    }

    private static InetAddress six() throws UnknownHostException {
        return InetAddress.getByName("2001:db8::1");
    }

    private SocketAddress thereAndBack(SocketAddress address, int family) throws Exception {
        int length = addresses.expect().put(address, family);
        memory().set(ValueLayout.JAVA_INT, 128, length);
        return addresses.get();
    }

    @SuppressWarnings("restricted") // to look at what the kernel sees
    private MemorySegment memory() {
        return MemorySegment.ofAddress(addresses.address()).reinterpret(136);
    }
}
