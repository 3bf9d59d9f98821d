package io.github.reactorboot.engine.linux.socket;

import io.github.reactorboot.engine.linux.libc.Libc;
import io.github.reactorboot.engine.linux.libc.MessageCalls;
import io.github.reactorboot.runtime.engine.DatagramBatch;
import java.lang.foreign.MemorySegment;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What recvmmsg(2) and sendmmsg(2) fill and look at, for one call of each at a time, and the bytes
 * that were received. One serves all datagram sockets of an engine.
 */
public final class DatagramRoom {

    private static final int MOST = DatagramBatch.DATAGRAMS_MAX;
    private static final int RECEIVE_BYTES = 1 << 20;
    private static final int MSG_TRUNC = 0x20;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_NOSIGNAL = 0x4000;

    private final MessageCalls calls;
    private final MessageHeaders incoming = new MessageHeaders(MOST);
    private final MessageHeaders outgoing = new MessageHeaders(MOST);
    private final SocketAddresses writer = new SocketAddresses();
    private final KnownSources sources = new KnownSources();
    private final ByteBuffer received = ByteBuffer.allocateDirect(RECEIVE_BYTES);
    private final long receivedAddress = MemorySegment.ofBuffer(received).address();

    /** What the incoming headers are laid out for, and how far apart the payloads are. */
    private int payloadMax;

    private int stride;

    /** How many of the incoming headers the kernel has written to. */
    private int used;

    public DatagramRoom(Libc libc) {
        this.calls = new MessageCalls(libc);
    }

    // ---- receiving

    /**
     * Receives without waiting.
     *
     * @param largest how large payloads may be
     * @param most not more than {@link #most}
     * @return how many datagrams there are, or a negative error number
     */
    int receive(int fd, int largest, int most) {
        layOut(largest);
        int result = calls.recvmmsg(fd, incoming.address(), most, MSG_DONTWAIT);
        used = Math.max(0, result);
        return result;
    }

    private void layOut(int largest) {
        if (largest != payloadMax) {
            payloadMax = largest;
            stride = stride(largest);
            used = most(largest);
            for (int i = 0; i < used; i++) {
                incoming.payload(i, receivedAddress + (long) i * stride, largest);
            }
        }
        for (int i = 0; i < used; i++) {
            incoming.expectName(i);
        }
        used = 0;
    }

    private static int stride(int largest) {
        return (largest + 7) & -8;
    }

    /** How many datagrams one call for so large ones takes. */
    static int most(int largest) {
        return Math.min(MOST, RECEIVE_BYTES / stride(largest));
    }

    /** Who has sent a datagram; null if the kernel does not say. */
    @Nullable SocketAddress source(int index) {
        return sources.find(incoming.names(), incoming.nameAt(index), incoming.nameLength(index));
    }

    /** Whether a datagram was larger than what could be received. */
    boolean isTruncated(int index) {
        return (incoming.flags(index) & MSG_TRUNC) != 0;
    }

    /** What was received, until another payload is asked for. */
    ByteBuffer payload(int index) {
        int start = index * stride;
        return received.limit(start + incoming.length(index)).position(start);
    }

    // ---- sending

    /**
     * Sends without waiting.
     *
     * @param family of the socket; 0 if it has a peer and needs no addresses
     * @return how many of the first ones the kernel took, or a negative error number of the first
     * @throws SocketException when one goes to what is no address of the internet
     */
    int send(int fd, int family, DatagramBatch batch) throws SocketException {
        int count = batch.count();
        for (int i = 0; i < count; i++) {
            outgoing.name(i, family == 0 ? 0 : putName(i, family, batch.target(i)));
            outgoing.payload(i, batch.address(i), batch.length(i));
        }
        return calls.sendmmsg(fd, outgoing.address(), count, MSG_DONTWAIT | MSG_NOSIGNAL);
    }

    private int putName(int index, int family, SocketAddress target) throws SocketException {
        long offset = outgoing.nameAt(index);
        if (target instanceof KernelAddress known && known.family() == family) {
            return known.put(outgoing.names(), offset);
        }
        int length = writer.put(target, family);
        writer.copyTo(outgoing.names(), offset, length);
        return length;
    }
}
