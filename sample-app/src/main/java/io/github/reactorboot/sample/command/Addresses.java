package io.github.reactorboot.sample.command;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** Addresses as clients know them from Redis. */
final class Addresses {

    private Addresses() {}

    /** For instance {@code 127.0.0.1:4711}. */
    static String text(@Nullable SocketAddress address) {
        if (address instanceof InetSocketAddress internet && internet.getAddress() != null) {
            return internet.getAddress().getHostAddress() + ":" + internet.getPort();
        }
        return address == null ? "" : address.toString();
    }
}
