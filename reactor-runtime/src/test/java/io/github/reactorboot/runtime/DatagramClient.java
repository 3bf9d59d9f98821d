package io.github.reactorboot.runtime;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** A peer that sends datagrams to one address, from a port of its own. */
final class DatagramClient implements AutoCloseable {

    private final DatagramSocket socket;
    private final SocketAddress to;

    private DatagramClient(InetAddress host, int port) throws IOException {
        socket = new DatagramSocket(0, host);
        socket.setSoTimeout((int) Await.PATIENCE.toMillis());
        to = new InetSocketAddress(host, port);
    }

    static DatagramClient of(Listener listener) throws IOException {
        return new DatagramClient(InetAddress.getLoopbackAddress(), listener.port());
    }

    static DatagramClient of(String host, Listener listener) throws IOException {
        return new DatagramClient(InetAddress.getByName(host), listener.port());
    }

    SocketAddress address() {
        return socket.getLocalSocketAddress();
    }

    void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    void send(byte[] payload) throws IOException {
        socket.send(new DatagramPacket(payload, payload.length, to));
    }

    String receive() throws IOException {
        byte[] buffer = new byte[65_536];
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        socket.receive(packet);
        return new String(buffer, 0, packet.getLength(), StandardCharsets.UTF_8);
    }

    /** Whether nothing has come; for what would have come by now. */
    boolean hasNothing() throws IOException {
        socket.setSoTimeout(1);
        try {
            receive();
            return false;
        } catch (SocketTimeoutException e) {
            return true;
        } finally {
            socket.setSoTimeout((int) Await.PATIENCE.toMillis());
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
