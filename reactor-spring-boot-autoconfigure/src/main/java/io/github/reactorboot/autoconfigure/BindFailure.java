package io.github.reactorboot.autoconfigure;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalyzedException;

/** Says why a listener could not be bound, and what to do. */
final class BindFailure {

    private BindFailure() {}

    static RuntimeException of(String listener, SocketAddress address, @Nullable Throwable cause) {
        if (!(cause instanceof IOException)) {
            return new IllegalStateException(
                    "Listener '%s' could not be started: %s".formatted(listener, message(cause)),
                    cause);
        }
        String prefix = ReactorRuntimeProperties.listenerPrefix(listener);
        String message = message(cause).toLowerCase(Locale.ROOT);
        String reason;
        String action;
        if (message.contains("in use") || message.contains("eaddrinuse")) {
            reason = inUse(address);
            action = freeAddress(prefix, address);
        } else if (message.contains("assign") || message.contains("eaddrnotavail")) {
            reason = "this machine does not have the address (" + cause.getMessage() + ")";
            action =
                    "Set %s.address to an address of this machine, or remove it to listen on all."
                            .formatted(prefix);
        } else if (message.contains("denied")
                || message.contains("permi")
                || message.contains("eacces")) {
            reason = "permission denied (" + cause.getMessage() + ")";
            action = allow(prefix, address);
        } else {
            reason = message(cause);
            action = "Check %s and %s.address.".formatted(key(prefix, address), prefix);
            if (address instanceof UnixDomainSocketAddress) {
                action =
                        "Check %s.path: its directory must exist, and the path must be short (about 100 bytes)."
                                .formatted(prefix);
            }
        }
        return new FailureAnalyzedException(
                "Listener '%s' could not listen on %s: %s."
                        .formatted(listener, display(address), reason),
                action,
                cause);
    }

    /** An address as people write it. */
    static String display(@Nullable SocketAddress address) {
        if (address instanceof InetSocketAddress internet && internet.getAddress() != null) {
            String host = internet.getAddress().getHostAddress();
            return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + internet.getPort();
        }
        return String.valueOf(address);
    }

    private static String inUse(SocketAddress address) {
        return address instanceof UnixDomainSocketAddress
                ? "the path is already in use"
                : "the port is already in use";
    }

    private static String freeAddress(String prefix, SocketAddress address) {
        if (address instanceof InetSocketAddress internet) {
            return ("Stop the process that listens there (ss -ltnp 'sport = :%d' shows it), or set"
                            + " %s.port to another port; 0 takes any free one.")
                    .formatted(internet.getPort(), prefix);
        }
        return ("Stop the process that listens there, remove the file if it is left over, or set"
                        + " %s.path to another path.")
                .formatted(prefix);
    }

    private static String allow(String prefix, SocketAddress address) {
        if (address instanceof InetSocketAddress) {
            return ("Set %s.port to a port from 1024 up, or give the process the right to bind lower"
                            + " ones (CAP_NET_BIND_SERVICE).")
                    .formatted(prefix);
        }
        return "Set %s.path to a directory that the process may write to.".formatted(prefix);
    }

    private static String key(String prefix, SocketAddress address) {
        return prefix + (address instanceof UnixDomainSocketAddress ? ".path" : ".port");
    }

    private static String message(@Nullable Throwable cause) {
        return cause == null ? "no reason given" : String.valueOf(cause.getMessage());
    }
}
