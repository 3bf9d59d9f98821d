package io.github.reactorboot.autoconfigure.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class DisplayTextTests {

    @Test
    void addressesAreNumbersAndAPort() throws UnknownHostException {
        assertThat(address("127.0.0.1", 7000)).isEqualTo("127.0.0.1:7000");
        assertThat(address("::1", 7000)).isEqualTo("[0:0:0:0:0:0:0:1]:7000");
        assertThat(DisplayText.address(InetSocketAddress.createUnresolved("quotes.example", 1)))
                .isEqualTo("quotes.example:1");
        assertThat(DisplayText.address(null)).isEqualTo("unknown");
    }

    @Test
    void unixSocketsAreTheirPaths() {
        assertThat(DisplayText.address(UnixDomainSocketAddress.of("/run/quotes.sock")))
                .isEqualTo("/run/quotes.sock");
        assertThat(DisplayText.address(UnixDomainSocketAddress.of(""))).isEqualTo("unnamed");
    }

    @Test
    void controlCharactersAreEscaped() {
        assertThat(DisplayText.line("a\r\nb\u001b[2J\u202e\u2028c"))
                .isEqualTo("a\\u000d\\u000ab\\u001b[2J\\u202e\\u2028c");
        assertThat(DisplayText.line(null)).isEmpty();
    }

    @Test
    void longTextsAreCut() {
        assertThat(DisplayText.line("x".repeat(256))).isEqualTo("x".repeat(256));
        assertThat(DisplayText.line("x".repeat(257))).isEqualTo("x".repeat(253) + "...");
        assertThat(DisplayText.line("x".repeat(255) + "\n")).hasSize(256).endsWith("x...");
        assertThat(DisplayText.line("x".repeat(252) + "\ud83d\ude00".repeat(3)))
                .isEqualTo("x".repeat(252) + "...");
    }

    private static String address(String host, int port) throws UnknownHostException {
        return DisplayText.address(new InetSocketAddress(InetAddress.getByName(host), port));
    }
}
