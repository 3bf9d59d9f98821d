package io.github.reactorboot.runtime;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Addresses as people write them. */
final class AddressText {

    private static final Pattern INET4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

    private AddressText() {}

    /** {@code 127.0.0.1:80}, {@code [::1]:80}, or the path of a Unix socket. */
    static String of(SocketAddress address) {
        if (!(address instanceof InetSocketAddress internet) || internet.isUnresolved()) {
            return address.toString();
        }
        String host = internet.getAddress().getHostAddress();
        boolean six = internet.getAddress() instanceof Inet6Address;
        return (six ? "[" + host + "]" : host) + ":" + internet.getPort();
    }

    /** The address that a text stands for by itself; null for a name, which is to be looked up. */
    static @Nullable InetAddress literal(String host) throws UnknownHostException {
        boolean literal = host.indexOf(':') >= 0 || INET4.matcher(host).matches();
        // Of such a text the JDK asks nobody: it is an address or an error.
        return literal ? InetAddress.getByName(host) : null;
    }
}
