package io.github.reactorboot.benchmarks.cache;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Asks a server one thing, in its inline form, on a connection of its own. */
final class RespClient {

    private static final int PATIENCE_MILLIS = 5_000;

    private RespClient() {}

    /** The first line of the answer. */
    static String ask(int port, String command) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
            BufferedReader answer =
                    new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            String line = answer.readLine();
            if (line == null) {
                throw new EOFException("the server closed the connection");
            }
            return line;
        }
    }
}
