package io.github.reactorboot.autoconfigure.health;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Texts for operators. What may come from a peer is made harmless: one line, no control characters,
 * a bounded length.
 */
public final class DisplayText {

    private static final int LENGTH_MAX = 256;
    private static final String CUT = "...";

    private DisplayText() {}

    /**
     * An address as {@code 127.0.0.1:7000}, {@code [0:0:0:0:0:0:0:1]:7000} or the path of a socket.
     */
    public static String address(@Nullable SocketAddress address) {
        if (address == null) {
            return "unknown";
        }
        if (address instanceof InetSocketAddress internet) {
            InetAddress host = internet.getAddress();
            String text = host == null ? internet.getHostString() : host.getHostAddress();
            return (text.indexOf(':') < 0 ? text : "[" + text + "]") + ":" + internet.getPort();
        }
        if (address instanceof UnixDomainSocketAddress unix) {
            String path = unix.getPath().toString();
            return path.isEmpty() ? "unnamed" : line(path);
        }
        return line(address.toString());
    }

    /** A text in one line of at most 256 characters, with control characters escaped. */
    public static String line(@Nullable String text) {
        if (text == null) {
            return "";
        }
        StringBuilder line = new StringBuilder(Math.min(text.length(), LENGTH_MAX));
        for (int i = 0; i < text.length(); i++) {
            int before = line.length();
            append(line, text.charAt(i));
            if (line.length() > LENGTH_MAX) {
                // Escapes stay whole, and the mark has room.
                line.setLength(Math.min(before, LENGTH_MAX));
                cut(line);
                break;
            }
        }
        return line.toString();
    }

    private static void cut(StringBuilder line) {
        int end = LENGTH_MAX - CUT.length();
        if (Character.isHighSurrogate(line.charAt(end - 1))) {
            end--;
        }
        line.setLength(end);
        line.append(CUT);
    }

    private static void append(StringBuilder line, char c) {
        boolean plain =
                switch (Character.getType(c)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR,
                            Character.UNASSIGNED ->
                            false;
                    default -> true;
                };
        if (plain) {
            line.append(c);
        } else {
            line.append("\\u%04x".formatted((int) c));
        }
    }
}
