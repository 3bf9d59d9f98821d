package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.runtime.engine.ConnectedSocket;
import io.github.reactorboot.runtime.engine.FileSource;
import io.github.reactorboot.runtime.engine.Gather;
import io.github.reactorboot.runtime.engine.Transport;
import io.github.reactorboot.runtime.engine.TransportEvents;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One connection of the {@link ScriptedEngine}: what the peer does and what it gets. */
final class ScriptedPeer implements ConnectedSocket, Transport {

    private static final byte[] FIN = new byte[0];

    /** Set it, and what was under way when reading was paused still comes, as with io_uring. */
    boolean readsOn;

    private final SocketAddress address;
    private SocketAddress local;

    /** Reads to come; {@link #FIN} for the end, null is not possible so a failure is apart. */
    private final ArrayDeque<byte[]> toRead = new ArrayDeque<>();

    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private TransportEvents events;
    private ByteBuffer readBuffer;
    private IOException failure;
    private boolean reading = true;
    private boolean aborted;
    private boolean closed;
    private boolean reset;
    private boolean outputShut;
    private int writes;
    private int gathered;

    /** How many bytes the peer's system still has room for. */
    private long window = Long.MAX_VALUE;

    private long mostPerWrite = Long.MAX_VALUE;
    private boolean completesLater;
    private boolean brokenPipe;
    private boolean writesFiles;
    private SocketChannel detachable;
    private int fileWrites;

    /** The buffers of a write that goes on, null if none does. */
    private List<ByteBuffer> inFlight;

    /** A write was cut short, the engine has to say when to go on. */
    private boolean owesWritable;

    private boolean owesRelease;

    ScriptedPeer(SocketAddress address) {
        this.address = address;
        this.local = address;
    }

    /** Gives this end an address of its own. */
    ScriptedPeer at(SocketAddress address) {
        local = address;
        return this;
    }

    void opened(TransportEvents receiver, ByteBuffer engineBuffer) {
        events = receiver;
        readBuffer = engineBuffer;
    }

    // ---- what the peer does

    /** The connection is gone before it is accepted (ECONNABORTED, accept(2)). */
    ScriptedPeer aborts() {
        aborted = true;
        return this;
    }

    boolean isAborted() {
        return aborted;
    }

    ScriptedPeer sends(String text) {
        return sends(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Arrives with one read, if it is not larger than the read buffer. */
    ScriptedPeer sends(byte[] bytes) {
        toRead.add(bytes);
        return this;
    }

    /** Arrives byte by byte, one with each turn. */
    ScriptedPeer drips(byte[] bytes) {
        for (byte b : bytes) {
            toRead.add(new byte[] {b});
        }
        return this;
    }

    ScriptedPeer sendsFin() {
        toRead.add(FIN);
        return this;
    }

    /** The connection is reset, found with the next read. */
    ScriptedPeer resets() {
        failure = new IOException("Connection reset");
        return this;
    }

    /** As {@link #resets()}, found with the next write. */
    ScriptedPeer breaksPipe() {
        brokenPipe = true;
        return this;
    }

    /** The peer's system takes so many bytes and then no more. */
    ScriptedPeer takesOnly(long bytes) {
        window = bytes;
        return this;
    }

    /** The peer reads: its system takes so many bytes more. */
    ScriptedPeer takesMore(long bytes) {
        window = window + bytes < 0 ? Long.MAX_VALUE : window + bytes;
        return this;
    }

    ScriptedPeer takesPerWrite(long bytes) {
        mostPerWrite = bytes;
        return this;
    }

    /** Writes are in flight until the next turn, as with io_uring. */
    ScriptedPeer completesWritesLater() {
        completesLater = true;
        return this;
    }

    /** The kernel sends files by itself. */
    ScriptedPeer takesFiles() {
        writesFiles = true;
        return this;
    }

    /** The socket can be handed out: as this channel. */
    ScriptedPeer detachesAs(SocketChannel channel) {
        detachable = channel;
        return this;
    }

    // ---- what it gets

    /** System calls made to send files. */
    int fileWrites() {
        return fileWrites;
    }

    byte[] received() {
        return taken.toByteArray();
    }

    String receivedText() {
        return taken.toString(StandardCharsets.UTF_8);
    }

    boolean gotFin() {
        return outputShut || closed;
    }

    boolean isClosed() {
        return closed;
    }

    boolean wasReset() {
        return reset;
    }

    boolean isReading() {
        return reading;
    }

    int readsWaiting() {
        return toRead.size();
    }

    /** System calls made to write. */
    int writes() {
        return writes;
    }

    /** Buffers of the largest gathering write. */
    int gathered() {
        return gathered;
    }

    // ---- the engine's part

    /** The kernel is done with the buffers of a transport that was closed. */
    int release() {
        if (!owesRelease) {
            return 0;
        }
        owesRelease = false;
        inFlight = null;
        events.onReleased();
        return 1;
    }

    int dispatch() {
        if (owesRelease) {
            return release();
        }
        int count = 0;
        if (inFlight != null && !closed && window > 0) {
            long now = take(inFlight);
            inFlight = null;
            count++;
            events.onWritten(now);
        } else if (owesWritable && !closed && window > 0) {
            owesWritable = false;
            count++;
            events.onWritten(0);
        }
        return readNow() ? count + 1 : count;
    }

    @Override
    public boolean readNow() {
        if (closed || (!reading && !readsOn)) {
            return false;
        }
        if (!toRead.isEmpty()) {
            handUp(toRead.remove());
            return true;
        }
        if (failure != null) {
            IOException cause = failure;
            failure = null;
            events.onFailed(cause);
            return true;
        }
        return false;
    }

    private void handUp(byte[] bytes) {
        if (bytes == FIN) {
            events.onInputClosed();
            return;
        }
        int length = Math.min(bytes.length, readBuffer.capacity());
        if (length < bytes.length) {
            toRead.addFirst(Arrays.copyOfRange(bytes, length, bytes.length));
        }
        readBuffer.clear();
        readBuffer.put(bytes, 0, length).flip();
        events.onReceived(readBuffer);
        // The buffer is used again: whoever kept a view of it sees rubbish.
        for (int i = 0; i < length; i++) {
            readBuffer.put(i, (byte) 0xEE);
        }
    }

    private long take(List<ByteBuffer> buffers) {
        long most = Math.min(window, mostPerWrite);
        long count = 0;
        for (ByteBuffer buffer : buffers) {
            while (buffer.hasRemaining() && count < most) {
                taken.write(buffer.get());
                count++;
            }
        }
        window -= window == Long.MAX_VALUE ? 0 : count;
        return count;
    }

    @Override
    public long write(Gather gather) throws IOException {
        if (closed) {
            return 0;
        }
        assertThat(inFlight).as("a write is in flight already").isNull();
        assertThat(owesWritable).as("the engine has not said that it can go on").isFalse();
        assertThat(outputShut).as("write after FIN").isFalse();
        writes++;
        gathered = Math.max(gathered, gather.count());
        if (brokenPipe) {
            throw new IOException("Broken pipe");
        }
        List<ByteBuffer> offered = new ArrayList<>();
        long bytes = 0;
        for (int i = 0; i < gather.count(); i++) {
            assertThat(gather.buffer(i).isDirect()).isTrue();
            offered.add(gather.buffer(i).duplicate());
            bytes += gather.buffer(i).remaining();
        }
        if (completesLater) {
            inFlight = offered;
            return IN_FLIGHT;
        }
        long now = take(offered);
        owesWritable = now < bytes;
        return now;
    }

    @Override
    public boolean writesFiles() {
        return writesFiles;
    }

    @Override
    public long writeFile(FileSource file, long position, long count) throws IOException {
        if (closed) {
            return 0;
        }
        assertThat(count).isPositive();
        assertThat(owesWritable).as("the engine has not said that it can go on").isFalse();
        assertThat(outputShut).as("write after FIN").isFalse();
        fileWrites++;
        int most = (int) Math.min(Math.min(window, mostPerWrite), count);
        ByteBuffer piece = ByteBuffer.allocateDirect(most);
        int read = most == 0 ? 0 : Math.max(0, file.read(piece, position));
        piece.flip();
        long now = take(List.of(piece));
        assertThat(now).isEqualTo(read);
        owesWritable = now < count;
        return now;
    }

    @Override
    public boolean isDetachable() {
        return detachable != null;
    }

    @Override
    public SocketChannel detach() throws IOException {
        assertThat(inFlight).as("a write is in flight").isNull();
        if (brokenPipe) {
            throw new IOException("Broken pipe");
        }
        closed = true;
        events.onReleased();
        return detachable;
    }

    @Override
    public void pauseReading() {
        reading = false;
    }

    @Override
    public void resumeReading() {
        reading = true;
    }

    @Override
    public void shutdownOutput() {
        outputShut = true;
    }

    @Override
    public SocketAddress remoteAddress() {
        return address;
    }

    @Override
    public SocketAddress localAddress() {
        return local;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (inFlight != null) {
            owesRelease = true;
        } else if (events != null) {
            events.onReleased();
        }
    }

    @Override
    public void reset() {
        reset = !closed;
        close();
    }
}
