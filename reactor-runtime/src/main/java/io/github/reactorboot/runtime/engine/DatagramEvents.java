package io.github.reactorboot.runtime.engine;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/** What an engine reports of one datagram socket, on the thread of the loop. */
public interface DatagramEvents {

    /**
     * A datagram was received.
     *
     * @param source who has sent it, or claims to have; equal for datagrams of one source
     * @param payload the whole payload between position and limit, perhaps none; the buffer belongs
     *     to the engine and is used again as soon as this returns
     */
    void onDatagram(SocketAddress source, ByteBuffer payload);

    /** A datagram was larger than {@link DatagramSettings#payloadBytesMax()}, and is gone. */
    void onTruncated(SocketAddress source);

    /** Follows a {@link DatagramTransport#send} that did not take everything. */
    void onWritable();

    /**
     * Receiving has failed, mostly since a peer has answered with an ICMP error. The socket goes
     * on.
     */
    void onReceiveFailed(IOException cause);
}
