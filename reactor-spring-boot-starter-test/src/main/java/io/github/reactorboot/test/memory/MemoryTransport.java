package io.github.reactorboot.test.memory;

import io.github.reactorboot.runtime.engine.FileSource;
import io.github.reactorboot.runtime.engine.Gather;
import io.github.reactorboot.runtime.engine.Transport;
import io.github.reactorboot.runtime.engine.TransportEvents;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The engine's side of one connection. Owned by the loop, like its events; only the end is shared
 * with the peer, and touched under the lock.
 */
final class MemoryTransport implements Transport, MemorySource {

    /** Of a file at one time. */
    private static final int COPIED_BYTES = 16 << 10;

    private final MemoryNetwork network;
    private final MemoryPollEngine engine;
    private final MemoryEnd end;
    private final ConnectionScript script;
    private final TransportEvents events;

    private boolean reading = true;
    private boolean inputEnded;
    private boolean failed;
    private boolean closed;

    /** A write was cut short: the engine has to say when to go on. */
    private boolean owesWritable;

    private boolean owesRelease;

    /** The buffers of a write that goes on, null if none does. */
    private @Nullable List<ByteBuffer> inFlight;

    MemoryTransport(MemoryPollEngine engine, MemoryEnd end, TransportEvents events) {
        this.network = engine.network();
        this.engine = engine;
        this.end = end;
        this.script = end.script();
        this.events = events;
    }

    // ---- what happens

    @Override
    public boolean isReady() {
        return owesRelease || (!closed && (isReadyToRead() || isReadyToWrite()));
    }

    private boolean isReadyToRead() {
        if (failed) {
            return false;
        }
        if (!reading || inputEnded) {
            return inputEnded && end.in().isAtReset();
        }
        return end.isReadable() || script.hasReadForNothing() || script.failsRead();
    }

    private boolean isReadyToWrite() {
        return inFlight != null
                ? end.isWritable()
                : owesWritable && (end.isWritable() || script.hasWriteForNothing());
    }

    @Override
    public int dispatch() {
        int count = 0;
        if (owesRelease) {
            release();
            return 1;
        }
        if (!closed && network.ask(this::isReadyToWrite)) {
            count++;
            goOnWriting();
        }
        return !closed && read() ? count + 1 : count;
    }

    private void goOnWriting() {
        List<ByteBuffer> flying = inFlight;
        inFlight = null;
        owesWritable = false;
        if (flying == null) {
            network.ask(() -> !end.isWritable() && script.takeWriteForNothing());
            events.onWritten(0);
            return;
        }
        long taken;
        try {
            taken = take(flying);
        } catch (IOException e) {
            failed = true;
            events.onFailed(e);
            return;
        }
        events.onWritten(taken);
    }

    @Override
    public boolean readNow() {
        return !closed && read();
    }

    /** False when nothing was there. */
    private boolean read() {
        if (!network.ask(this::isReadyToRead)) {
            return false;
        }
        if (network.ask(() -> !end.isReadable() && script.takeReadForNothing())) {
            return true;
        }
        ByteBuffer buffer = engine.readBuffer();
        int count;
        try {
            count =
                    network.changing(() -> {
                        if (end.in().available() == 0) {
                            IOException scripted = script.takeReadFailure();
                            if (scripted != null) {
                                throw scripted;
                            }
                        }
                        return end.read(buffer.clear(), script.bytesPerRead());
                    });
        } catch (IOException e) {
            failed = true;
            events.onFailed(e);
            return true;
        }
        if (count < 0) {
            inputEnded = true;
            events.onInputClosed();
        } else {
            events.onReceived(buffer.flip());
            spoil(buffer, count);
        }
        return true;
    }

    /** The buffer is used again: whoever keeps a view of it sees rubbish, and sees it at once. */
    private static void spoil(ByteBuffer buffer, int count) {
        for (int i = 0; i < count; i++) {
            buffer.put(i, (byte) 0xEE);
        }
    }

    // ---- what the session asks for

    @Override
    public long write(Gather gather) throws IOException {
        if (closed) {
            return 0;
        }
        requireToldToGoOn();
        IOException scripted = script.takeWriteFailure();
        if (scripted != null) {
            throw scripted;
        }
        List<ByteBuffer> offered = new ArrayList<>(gather.count());
        for (int i = 0; i < gather.count(); i++) {
            offered.add(gather.buffer(i).duplicate());
        }
        if (script.isCompletingLater()) {
            inFlight = offered;
            return IN_FLIGHT;
        }
        long taken = take(offered);
        owesWritable = taken < gather.bytes();
        return taken;
    }

    private void requireToldToGoOn() {
        if (inFlight != null || owesWritable) {
            throw new IllegalStateException("the engine has not said yet that it can go on");
        }
    }

    private long take(List<ByteBuffer> buffers) throws IOException {
        return network.changing(() -> {
            int left = script.bytesPerWrite();
            long taken = 0;
            for (ByteBuffer buffer : buffers) {
                int count = end.write(buffer, left);
                left -= count;
                taken += count;
                if (buffer.hasRemaining()) {
                    break;
                }
            }
            return taken;
        });
    }

    @Override
    public boolean writesFiles() {
        return true;
    }

    @Override
    public long writeFile(FileSource file, long position, long count) throws IOException {
        if (closed) {
            return 0;
        }
        requireToldToGoOn();
        IOException scripted = script.takeWriteFailure();
        if (scripted != null) {
            throw scripted;
        }
        long taken = network.changing(() -> copy(file, position, count));
        owesWritable = taken < count;
        return taken;
    }

    /** As much as there is room for, and as the file has. */
    private long copy(FileSource file, long position, long count) throws IOException {
        long most = Math.min(count, script.bytesPerWrite());
        long taken = 0;
        ByteBuffer some = ByteBuffer.allocateDirect(COPIED_BYTES);
        while (taken < most && end.isWritable()) {
            some.clear().limit((int) Math.min(COPIED_BYTES, most - taken));
            if (file.read(some, position + taken) <= 0) {
                break;
            }
            taken += end.write(some.flip(), some.remaining());
        }
        return taken;
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
        network.change(end::shutdownOutput);
    }

    @Override
    public @Nullable SocketAddress localAddress() {
        return network.ask(end::isClosed) ? null : end.local();
    }

    @Override
    public void close() {
        end(end::close);
    }

    @Override
    public void reset() {
        end(end::reset);
    }

    private void end(Runnable how) {
        if (closed) {
            return;
        }
        closed = true;
        network.change(how);
        if (inFlight != null) {
            owesRelease = true;
        } else {
            release();
        }
    }

    private void release() {
        owesRelease = false;
        inFlight = null;
        engine.remove(this);
        events.onReleased();
    }

    @Override
    public void engineCloses() {
        if (owesRelease) {
            release();
        } else if (!closed) {
            closed = true;
            inFlight = null;
            network.change(end::close);
        }
    }
}
