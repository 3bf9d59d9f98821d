package io.github.reactorboot.engine.linux.uring;

import io.github.reactorboot.engine.linux.libc.Libc;
import io.github.reactorboot.engine.linux.libc.NativeAccess;
import io.github.reactorboot.engine.linux.socket.DatagramRoom;
import io.github.reactorboot.engine.linux.socket.Descriptors;
import io.github.reactorboot.engine.linux.socket.DeviceFiles;
import io.github.reactorboot.engine.linux.socket.IoVectors;
import io.github.reactorboot.engine.linux.socket.LinuxSocket;
import io.github.reactorboot.engine.linux.socket.SocketOptions;
import io.github.reactorboot.engine.linux.socket.SourceTable;
import io.github.reactorboot.engine.linux.socket.WatchedDescriptors;
import io.github.reactorboot.runtime.engine.AcceptEvents;
import io.github.reactorboot.runtime.engine.ConnectEvents;
import io.github.reactorboot.runtime.engine.ConnectSettings;
import io.github.reactorboot.runtime.engine.ConnectedSocket;
import io.github.reactorboot.runtime.engine.DatagramEvents;
import io.github.reactorboot.runtime.engine.DatagramSettings;
import io.github.reactorboot.runtime.engine.DatagramTransport;
import io.github.reactorboot.runtime.engine.Interest;
import io.github.reactorboot.runtime.engine.ListenSettings;
import io.github.reactorboot.runtime.engine.ListeningSocket;
import io.github.reactorboot.runtime.engine.PendingConnect;
import io.github.reactorboot.runtime.engine.PollEngine;
import io.github.reactorboot.runtime.engine.ReadyEvents;
import io.github.reactorboot.runtime.engine.Resource;
import io.github.reactorboot.runtime.engine.ResourceWatch;
import io.github.reactorboot.runtime.engine.SocketSettings;
import io.github.reactorboot.runtime.engine.Transport;
import io.github.reactorboot.runtime.engine.TransportEvents;
import io.github.reactorboot.runtime.engine.Watchable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Completions from an io_uring(7). A turn makes one system call, which gives the kernel what the
 * turn before has asked for, and waits.
 */
final class IoUringPollEngine implements PollEngine {

    private static final Logger log = LoggerFactory.getLogger(IoUringPollEngine.class);

    private static final int MESSAGE_AREA_BYTES = 64 << 10;
    private static final int DEVICE_BUFFER_BYTES = 4096;
    private static final int MSG_PEEK = 2;
    private static final int MSG_DONTWAIT = 0x40;
    private static final long CLOSE_STEP_NANOS = 100_000_000L;
    private static final int CLOSE_STEPS_IN_VAIN = 20;

    /** Buffers of rings that could not be emptied: the kernel may still write to them. */
    private static final List<BufferRing> LOST = new ArrayList<>();

    private final Libc libc = new Libc();
    private final SocketOptions options = new SocketOptions(libc);
    private final SourceTable<RingSource> sources = new SourceTable<>(UserData.GENERATION_BITS);
    private final Rearming rearming = new Rearming();
    private final IoVectors vectors = new IoVectors();
    private final WatchedDescriptors watched = new WatchedDescriptors(libc);
    private final MemorySegment peeked = Arena.ofAuto().allocate(8);
    private final Ring ring;
    private final CompletionQueue completions;
    private final BufferRing buffers;
    private final Operations operations;
    private final MessageArea messages;
    private final RingWakeup wakeup;

    /** Made when the first device is opened. */
    private @Nullable ByteBuffer deviceBuffer;

    private long deviceAddress;

    private @Nullable DatagramRoom datagramRoom;
    private boolean begun;
    private boolean wokenEarly;
    private boolean closed;

    IoUringPollEngine(RingSizes sizes, KernelFeatures features) throws IOException {
        ring = Ring.open(libc, sizes);
        try {
            completions = ring.completions();
            operations = new Operations(ring, features);
            messages = new MessageArea(ring, MESSAGE_AREA_BYTES);
            buffers = ring.buffers();
            wakeup = new RingWakeup(ring, features);
        } catch (IOException | RuntimeException | Error e) {
            ring.close();
            throw e;
        }
    }

    Libc libc() {
        return libc;
    }

    SocketOptions options() {
        return options;
    }

    SourceTable<RingSource> sources() {
        return sources;
    }

    Operations operations() {
        return operations;
    }

    CompletionQueue completions() {
        return completions;
    }

    BufferRing buffers() {
        return buffers;
    }

    MessageArea messages() {
        return messages;
    }

    Rearming rearming() {
        return rearming;
    }

    IoVectors vectors() {
        return vectors;
    }

    WatchedDescriptors watched() {
        return watched;
    }

    /** What a device is read into. */
    ByteBuffer deviceBuffer() {
        ByteBuffer buffer = deviceBuffer;
        if (buffer == null) {
            buffer = ByteBuffer.allocateDirect(DEVICE_BUFFER_BYTES);
            deviceBuffer = buffer;
            deviceAddress = NativeAccess.addressOf(buffer);
        }
        return buffer;
    }

    /** Where that begins; it is made first. */
    long deviceAddress() {
        return deviceAddress;
    }

    /** Made when the first datagram socket is bound. */
    DatagramRoom datagramRoom() {
        DatagramRoom room = datagramRoom;
        if (room == null) {
            room = new DatagramRoom(libc);
            datagramRoom = room;
        }
        return room;
    }

    /** The ring is the calling thread's from now on. */
    private void begin() throws IOException {
        if (!begun) {
            wakeup.enable(operations);
            wokenEarly = wakeup.takeNoted();
            begun = true;
        }
    }

    // ---- a turn

    @Override
    public int await(long timeoutNanos) throws IOException {
        begin();
        // Completions that came while the turn submitted end the wait by themselves.
        boolean waits = timeoutNanos != 0 && !wokenEarly;
        wokenEarly = false;
        ring.submitAndWait(waits ? 1 : 0, timeoutNanos);
        return completions.look();
    }

    @Override
    public int dispatch() {
        int handed = 0;
        while (completions.take()) {
            handed += dispatchCurrent();
        }
        completions.release();
        buffers.publish();
        rearming.armAll();
        return handed;
    }

    private int dispatchCurrent() {
        long userData = completions.userData();
        int operation = UserData.operation(userData);
        int flags = completions.flags();
        if (operation == UserData.WAKEUP) {
            if (RingWakeup.endsReports(userData, flags) && !closed) {
                wakeup.arm(operations);
            }
            return 0;
        }
        RingSource source =
                userData == UserData.NOBODY ? null : sources.find(UserData.source(userData));
        if (source == null) {
            return 0;
        }
        try {
            return source.completed(operation, completions.result(), flags);
        } catch (RuntimeException e) {
            // A defect that one session meets must not end the others.
            source.broken(e);
            return 1;
        }
    }

    /** Whether an operation has a completion that was not dispatched yet. */
    boolean hasCompletion(long userData) {
        return completions.contains(userData) || ring.submissions().hasOverflow();
    }

    /** Whether a socket has input: what recv(2) would return for one byte. */
    int peek(int fd) {
        return (int) libc.recv(fd, peeked.address(), 1, MSG_PEEK | MSG_DONTWAIT);
    }

    /** Lets the kernel take what waits and do what is due, without waiting. */
    void runNow() {
        try {
            ring.submitAndWait(0, 0);
        } catch (IOException e) {
            // The next turn meets the same, and reports it.
            log.debug("The kernel does not go on", e);
        }
    }

    @Override
    public void wakeup() {
        wakeup.wakeup();
    }

    // ---- sources

    @Override
    public ListeningSocket listen(ListenSettings settings, AcceptEvents events) throws IOException {
        begin();
        return IoUringListening.bind(this, settings, events);
    }

    @Override
    public PendingConnect connect(ConnectSettings settings, ConnectEvents events)
            throws IOException {
        begin();
        return IoUringConnect.begin(this, settings, events);
    }

    @Override
    public DatagramTransport bind(DatagramSettings settings, DatagramEvents events)
            throws IOException {
        begin();
        return IoUringDatagrams.bind(this, settings, events);
    }

    @Override
    public Transport open(ConnectedSocket accepted, SocketSettings settings, TransportEvents events)
            throws IOException {
        if (!(accepted instanceof LinuxSocket socket)) {
            throw new IllegalArgumentException("not a socket of a Linux engine: " + accepted);
        }
        begin();
        boolean unix = socket.remoteAddress() instanceof UnixDomainSocketAddress;
        int fd = socket.take();
        try {
            socket.configure(options, settings);
            if (!socket.isAccepted()) {
                Descriptors.block(libc, fd);
            }
            return new IoUringTransport(this, fd, !unix, events);
        } catch (IOException | RuntimeException | Error e) {
            Descriptors.close(libc, fd);
            throw e;
        }
    }

    @Override
    public Transport open(Resource resource, TransportEvents events) throws IOException {
        begin();
        int fd = DeviceFiles.open(libc, resource);
        try {
            return new IoUringDevice(this, fd, resource.access().reads(), events);
        } catch (RuntimeException | Error e) {
            Descriptors.close(libc, fd);
            throw e;
        }
    }

    @Override
    public ResourceWatch watch(Watchable resource, Interest interest, ReadyEvents events)
            throws IOException {
        begin();
        int fd = watched.require(resource);
        int duplicate = watched.duplicate(fd);
        try {
            return new IoUringWatch(this, fd, duplicate, interest, events);
        } catch (RuntimeException | Error e) {
            watched.forget(fd);
            Descriptors.close(libc, duplicate);
            throw e;
        }
    }

    // ---- the end

    /** Listening sockets first, so that nobody connects to what is about to be gone. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        ring.closing();
        wakeup.close();
        try {
            sources.forEach(source -> {
                if (source instanceof IoUringListening) {
                    source.shutDown();
                }
            });
            sources.forEach(RingSource::shutDown);
            reap();
        } catch (IOException | RuntimeException e) {
            log.warn("The io_uring could not be emptied: {}", e.getMessage());
        } finally {
            end();
        }
    }

    /** Whatever became of the operations: nothing stays open. */
    private void end() {
        try {
            abandonSources();
        } finally {
            ring.close();
        }
    }

    private void abandonSources() {
        if (sources.size() > 0) {
            log.warn("The kernel keeps buffers of {} sources for a while", sources.size());
            keepBuffers(buffers);
            sources.forEach(IoUringPollEngine::abandon);
        }
        rearming.clear();
    }

    /** Whatever one of them meets, the others must be closed, too. */
    private static void abandon(RingSource source) {
        try {
            source.abandon();
        } catch (RuntimeException | Error e) {
            log.error("Closing a socket failed", e);
        }
    }

    /** Waits for the ends of all operations, of which a system call brings a few at a time. */
    private void reap() throws IOException {
        int inVain = 0;
        while (inVain < CLOSE_STEPS_IN_VAIN && sources.size() > 0) {
            ring.submitAndWait(1, CLOSE_STEP_NANOS);
            inVain = completions.look() > 0 ? 0 : inVain + 1;
            while (completions.take()) {
                dispatchCurrent();
            }
            completions.release();
            buffers.publish();
        }
    }

    private static void keepBuffers(BufferRing kept) {
        synchronized (LOST) {
            LOST.add(kept);
        }
    }
}
