package io.github.reactorboot.engine.linux.epoll;

import io.github.reactorboot.engine.linux.libc.Libc;
import io.github.reactorboot.engine.linux.libc.NativeAccess;
import io.github.reactorboot.engine.linux.socket.DatagramRoom;
import io.github.reactorboot.engine.linux.socket.Descriptors;
import io.github.reactorboot.engine.linux.socket.DeviceFiles;
import io.github.reactorboot.engine.linux.socket.IoVectors;
import io.github.reactorboot.engine.linux.socket.LinuxSocket;
import io.github.reactorboot.engine.linux.socket.SocketOptions;
import io.github.reactorboot.engine.linux.socket.SourceTable;
import io.github.reactorboot.engine.linux.socket.StreamKind;
import io.github.reactorboot.engine.linux.socket.Wakeup;
import io.github.reactorboot.engine.linux.socket.WatchedDescriptors;
import io.github.reactorboot.runtime.engine.AcceptEvents;
import io.github.reactorboot.runtime.engine.ConnectEvents;
import io.github.reactorboot.runtime.engine.ConnectSettings;
import io.github.reactorboot.runtime.engine.ConnectedSocket;
import io.github.reactorboot.runtime.engine.DatagramEvents;
import io.github.reactorboot.runtime.engine.DatagramSettings;
import io.github.reactorboot.runtime.engine.DatagramTransport;
import io.github.reactorboot.runtime.engine.EngineSettings;
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
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Readiness turned into completions over epoll(7): one wait, one read for each source that is
 * ready, into one buffer that all transports of the loop share. A source that has more than that is
 * read again in the next turn, which does not wait.
 */
final class EpollPollEngine implements PollEngine {

    private static final Logger log = LoggerFactory.getLogger(EpollPollEngine.class);

    private static final int GENERATION_BITS = 31;

    /** No source has this number: the highest bit of theirs is 0. */
    private static final long WAKEUP = -1;

    /** In the place of events: it is the turn of a transport that has something left. */
    private static final int AGAIN = 0;

    private final Libc libc = new Libc();
    private final SourceTable<EpollSource> sources = new SourceTable<>(GENERATION_BITS);
    private final SocketOptions options = new SocketOptions(libc);
    private final IoVectors vectors = new IoVectors();
    private final WatchedDescriptors watched = new WatchedDescriptors(libc);

    /** Transports to be read without an event: in this turn, and in the next one. */
    private List<EpollTransport> unread = new ArrayList<>();

    private List<EpollTransport> unreadNext = new ArrayList<>();
    private final ByteBuffer readBuffer;
    private final long readAddress;
    private final Epoll epoll;
    private final Wakeup wakeup;
    private @Nullable DatagramRoom datagramRoom;
    private int ready;

    EpollPollEngine(EngineSettings settings) throws IOException {
        readBuffer = ByteBuffer.allocateDirect(settings.readBufferBytes());
        readAddress = NativeAccess.addressOf(readBuffer);
        wakeup = new Wakeup();
        try {
            epoll = new Epoll(libc);
        } catch (IOException | RuntimeException | Error e) {
            wakeup.close();
            throw e;
        }
        try {
            epoll.add(wakeup.fd(), Epoll.IN | Epoll.EDGE_TRIGGERED, WAKEUP);
        } catch (IOException | RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    Libc libc() {
        return libc;
    }

    Epoll epoll() {
        return epoll;
    }

    SourceTable<EpollSource> sources() {
        return sources;
    }

    SocketOptions options() {
        return options;
    }

    IoVectors vectors() {
        return vectors;
    }

    WatchedDescriptors watched() {
        return watched;
    }

    ByteBuffer readBuffer() {
        return readBuffer;
    }

    long readAddress() {
        return readAddress;
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

    /** What was announced of a transport is not yet read to its end. */
    void readInNextTurn(EpollTransport transport) {
        unreadNext.add(transport);
    }

    @Override
    public int await(long timeoutNanos) throws IOException {
        ready = epoll.await(unreadNext.isEmpty() ? timeoutNanos : 0);
        return ready + unreadNext.size();
    }

    @Override
    public int dispatch() {
        List<EpollTransport> again = unreadNext;
        unreadNext = unread;
        unread = again;
        int handed = dispatchEvents();
        for (int i = 0; i < again.size(); i++) {
            handed += guarded(again.get(i), AGAIN);
        }
        again.clear();
        return handed;
    }

    private int dispatchEvents() {
        int handed = 0;
        for (int i = 0; i < ready; i++) {
            long number = epoll.data(i);
            EpollSource source = number == WAKEUP ? null : sources.find(number);
            if (source instanceof EpollTransport transport) {
                handed += guarded(transport, epoll.events(i));
            } else if (source != null && source.ready(epoll.events(i))) {
                handed++;
            }
        }
        ready = 0;
        return handed;
    }

    /** A defect that one session meets must not end the others. */
    private static int guarded(EpollTransport transport, int happened) {
        try {
            boolean handed = happened == AGAIN ? transport.readAgain() : transport.ready(happened);
            return handed ? 1 : 0;
        } catch (RuntimeException e) {
            log.error("Serving a socket failed; it is closed", e);
            transport.events().onFailed(new IOException("internal error: " + e, e));
            return 1;
        }
    }

    @Override
    public void wakeup() {
        wakeup.wakeup();
    }

    @Override
    public ListeningSocket listen(ListenSettings settings, AcceptEvents events) throws IOException {
        return EpollListening.bind(this, settings, events);
    }

    @Override
    public PendingConnect connect(ConnectSettings settings, ConnectEvents events)
            throws IOException {
        return EpollConnect.begin(this, settings, events);
    }

    @Override
    public DatagramTransport bind(DatagramSettings settings, DatagramEvents events)
            throws IOException {
        return EpollDatagrams.bind(this, settings, events);
    }

    @Override
    public Transport open(ConnectedSocket accepted, SocketSettings settings, TransportEvents events)
            throws IOException {
        if (!(accepted instanceof LinuxSocket socket)) {
            throw new IllegalArgumentException("not a socket of a Linux engine: " + accepted);
        }
        boolean unix = socket.remoteAddress() instanceof UnixDomainSocketAddress;
        int fd = socket.take();
        try {
            socket.configure(options, settings);
            StreamKind kind = unix ? StreamKind.UNIX_SOCKET : StreamKind.TCP_SOCKET;
            return new EpollTransport(this, fd, kind, true, events);
        } catch (IOException | RuntimeException | Error e) {
            Descriptors.close(libc, fd);
            throw e;
        }
    }

    @Override
    public Transport open(Resource resource, TransportEvents events) throws IOException {
        int fd = DeviceFiles.open(libc, resource);
        try {
            return new EpollTransport(
                    this, fd, StreamKind.DEVICE, resource.access().reads(), events);
        } catch (IOException | RuntimeException | Error e) {
            Descriptors.close(libc, fd);
            throw e;
        }
    }

    @Override
    public ResourceWatch watch(Watchable resource, Interest interest, ReadyEvents events)
            throws IOException {
        int fd = watched.require(resource);
        int duplicate = watched.duplicate(fd);
        try {
            return new EpollWatch(this, fd, duplicate, interest, events);
        } catch (IOException | RuntimeException | Error e) {
            watched.forget(fd);
            Descriptors.close(libc, duplicate);
            throw e;
        }
    }

    /** Listening sockets first, so that nobody connects to what is about to be gone. */
    @Override
    public void close() {
        unread.clear();
        unreadNext.clear();
        ready = 0;
        try {
            sources.forEach(source -> {
                if (source instanceof EpollListening) {
                    source.closeQuietly();
                }
            });
            sources.forEach(EpollSource::closeQuietly);
        } finally {
            wakeup.close();
            epoll.close();
        }
    }
}
