package io.github.reactorboot.test.memory;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;

/** A {@link Socket} by its methods, a peer by what it does: with it the runtime's suite runs. */
final class MemorySocket extends Socket {

    private final MemoryNetwork network;
    private TestPeer peer;
    private boolean resetting;

    MemorySocket(MemoryNetwork network) {
        this.network = network;
    }

    @Override
    public void connect(SocketAddress to, int timeout) throws IOException {
        try {
            peer = network.connect(null, (InetSocketAddress) to, ConnectionScript.create());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public int getLocalPort() {
        return peer.localAddress().getPort();
    }

    @Override
    public InputStream getInputStream() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                return length == 0 ? 0 : receive(ByteBuffer.wrap(bytes, offset, length));
            }
        };
    }

    private int receive(ByteBuffer into) throws IOException {
        return network.<Integer, IOException>changing(() -> {
            if (peer.end().isClosed()) {
                throw new SocketException("Socket closed");
            }
            if (!network.awaitUntil(peer.end()::isReadable)) {
                throw new SocketTimeoutException("Read timed out");
            }
            try {
                return peer.end().read(into, into.remaining());
            } catch (IOException e) {
                throw new SocketException(e.getMessage());
            }
        });
    }

    @Override
    public OutputStream getOutputStream() {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                send(ByteBuffer.wrap(bytes, offset, length));
            }
        };
    }

    private void send(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            network.<Boolean, IOException>changing(() -> {
                if (!network.awaitUntil(peer.end()::isWritable)) {
                    throw new SocketTimeoutException("Write timed out");
                }
                peer.end().write(bytes, bytes.remaining());
                return true;
            });
        }
    }

    @Override
    public void shutdownOutput() {
        peer.shutdownOutput();
    }

    @Override
    public void setSoLinger(boolean on, int linger) {
        resetting = on && linger == 0;
    }

    @Override
    public void close() {
        if (peer != null && resetting) {
            peer.reset();
        } else if (peer != null) {
            peer.close();
        }
    }

    @Override
    public boolean isClosed() {
        return peer != null && peer.end().isClosed();
    }

    @Override
    public void setTcpNoDelay(boolean on) {}

    @Override
    public void setSoTimeout(int timeout) {}

    @Override
    public void setReceiveBufferSize(int size) {}
}
