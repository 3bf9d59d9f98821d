package io.github.reactorboot.runtime.engine.nio;

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
import io.github.reactorboot.runtime.engine.ResourceWatch;
import io.github.reactorboot.runtime.engine.SocketSettings;
import io.github.reactorboot.runtime.engine.Transport;
import io.github.reactorboot.runtime.engine.TransportEvents;
import io.github.reactorboot.runtime.engine.UnsupportedResourceException;
import io.github.reactorboot.runtime.engine.Watchable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Readiness turned into completions over one {@link Selector}: reads go into one direct buffer,
 * which all transports of the loop share and which is handed up before the next read.
 */
final class NioPollEngine implements PollEngine {

    private static final Logger log = LoggerFactory.getLogger(NioPollEngine.class);

    /**
     * So many waits that end at once for no reason are a broken selector (seen with epoll,
     * JDK-6670302).
     */
    private static final int USELESS_WAITS = 512;

    private static final long NANOS_PER_MILLI = 1_000_000;

    /**
     * A selector waits for whole milliseconds. A rest up to this is spent looking again and again,
     * a longer one costs another millisecond, so that rounding makes a wait 0.8 ms too long at
     * most.
     */
    private static final long POLLED_NANOS = 200_000;

    /** A quarter of the time may go to such rests, and as much at once when there were none. */
    private static final int POLLED_SHARE = 4;

    private static final long POLLED_AT_ONCE_NANOS = 500_000;

    private final ByteBuffer readBuffer;
    private @Nullable ByteBuffer datagramBuffer;

    /**
     * Collects the ready sources while the selector holds its locks; handlers run later, without
     * them.
     */
    private final Consumer<SelectionKey> collect = this::collect;

    private final NioWatches watches = new NioWatches();
    private final NioWakeup wakeup;
    private Selector selector;
    private @Nullable NioSource[] ready = new @Nullable NioSource[64];
    private int readyCount;

    /** Attempts to connect that were over at once, to be told of with the next dispatch. */
    private List<NioConnect> toTell = new ArrayList<>();

    private int uselessWaits;

    /** Until when the present rest lasts, or the last one did. */
    private long polledUntil = System.nanoTime();

    private long pollCreditNanos = POLLED_AT_ONCE_NANOS;
    private long creditedAt = polledUntil;

    /** A wait that ends for this is not useless. */
    private boolean wokenUp;

    NioPollEngine(EngineSettings settings) throws IOException {
        this.readBuffer = ByteBuffer.allocateDirect(settings.readBufferBytes());
        this.selector = Selector.open();
        try {
            this.wakeup = NioWakeup.register(selector);
        } catch (IOException | RuntimeException | Error e) {
            selector.close();
            throw e;
        }
    }

    @Override
    public int await(long timeoutNanos) throws IOException {
        readyCount = 0;
        wokenUp = false;
        select(toTell.isEmpty() ? timeoutNanos : 0);
        if (wokenUp) {
            wakeup.drain();
        }
        return readyCount + toTell.size();
    }

    private void select(long timeoutNanos) throws IOException {
        if (timeoutNanos == FOREVER) {
            selector.select(collect);
            judge(nothingCame());
        } else if (timeoutNanos == 0 || (timeoutNanos <= POLLED_NANOS && mayPoll(timeoutNanos))) {
            selector.selectNow(collect);
        } else {
            awaitMillis(Math.max(0, timeoutNanos - POLLED_NANOS - 1) / NANOS_PER_MILLI + 1);
        }
    }

    private boolean mayPoll(long restNanos) {
        long now = System.nanoTime();
        if (now - polledUntil < 0) {
            return true;
        }
        long earned = (now - creditedAt) / POLLED_SHARE;
        pollCreditNanos = Math.min(POLLED_AT_ONCE_NANOS, pollCreditNanos + earned);
        creditedAt = now;
        if (pollCreditNanos < restNanos) {
            return false;
        }
        pollCreditNanos -= restNanos;
        polledUntil = now + restNanos;
        return true;
    }

    private void awaitMillis(long millis) throws IOException {
        long began = System.nanoTime();
        selector.select(collect, millis);
        // Systems may end a wait a little early. The clock is read again only if it matters.
        judge(nothingCame() && rounded(System.nanoTime() - began) < millis);
    }

    private static long rounded(long nanos) {
        return (nanos + NANOS_PER_MILLI / 2) / NANOS_PER_MILLI;
    }

    private boolean nothingCame() {
        return readyCount == 0 && !wokenUp;
    }

    /** A wait has ended; many without a reason in a row are a broken selector. */
    private void judge(boolean useless) throws IOException {
        if (!useless) {
            uselessWaits = 0;
        } else if (++uselessWaits >= USELESS_WAITS) {
            uselessWaits = 0;
            rebuild();
        }
    }

    private void collect(SelectionKey key) {
        if (key.attachment() instanceof NioWakeup) {
            wokenUp = true;
            return;
        }
        if (readyCount == ready.length) {
            ready = Arrays.copyOf(ready, readyCount * 2);
        }
        ready[readyCount++] = (NioSource) key.attachment();
    }

    @Override
    public int dispatch() {
        int count = readyCount;
        for (int i = 0; i < count; i++) {
            NioSource source = ready[i];
            ready[i] = null;
            if (source instanceof NioTransport transport) {
                guarded(transport);
            } else if (source instanceof NioListeningSocket listening) {
                listening.acceptReady();
            } else if (source instanceof NioConnect connect) {
                connect.ready();
            } else if (source instanceof NioWatch watch) {
                watch.ready();
            } else if (source instanceof NioDatagramTransport datagrams) {
                datagrams.ready();
            }
        }
        watches.look();
        readyCount = 0;
        return count + tellOfConnects();
    }

    private int tellOfConnects() {
        if (toTell.isEmpty()) {
            return 0;
        }
        List<NioConnect> over = toTell;
        toTell = new ArrayList<>();
        over.forEach(NioConnect::ready);
        return over.size();
    }

    /** It is over before anybody could wait for it. */
    void tellLater(NioConnect connect) {
        toTell.add(connect);
    }

    /** A defect that one session meets must not end the others. */
    private void guarded(NioTransport transport) {
        try {
            dispatch(transport);
        } catch (RuntimeException e) {
            log.error("Serving a socket failed; it is closed", e);
            transport.events().onFailed(new IOException("internal error: " + e, e));
        }
    }

    private void dispatch(NioTransport transport) {
        int ops = transport.readyOps();
        if ((ops & SelectionKey.OP_WRITE) != 0) {
            transport.writable();
        }
        if ((ops & SelectionKey.OP_READ) != 0 && transport.isReading()) {
            read(transport);
        }
    }

    /** False when nothing was there to be read. */
    boolean read(NioTransport transport) {
        ByteBuffer buffer = readBuffer;
        buffer.clear();
        int count;
        try {
            count = transport.read(buffer);
        } catch (IOException e) {
            transport.events().onFailed(e);
            return true;
        }
        if (count > 0) {
            buffer.flip();
            transport.events().onReceived(buffer);
        } else if (count < 0) {
            transport.inputClosed();
        }
        return count != 0;
    }

    @Override
    public void wakeup() {
        wakeup.wakeup();
    }

    @Override
    public ListeningSocket listen(ListenSettings settings, AcceptEvents events) throws IOException {
        return NioListeningSocket.bind(selector, settings, events);
    }

    @Override
    public PendingConnect connect(ConnectSettings settings, ConnectEvents events)
            throws IOException {
        return NioConnect.begin(this, settings, events);
    }

    @Override
    public Transport open(ConnectedSocket accepted, SocketSettings settings, TransportEvents events)
            throws IOException {
        if (!(accepted instanceof NioConnectedSocket socket)) {
            throw new IllegalArgumentException("not a socket of the nio engine: " + accepted);
        }
        return NioTransport.open(this, socket, settings, events);
    }

    @Override
    public ResourceWatch watch(Watchable resource, Interest interest, ReadyEvents events)
            throws IOException {
        if (!(resource instanceof Watchable.Selectable selectable)) {
            throw UnsupportedResourceException.toWatch(resource);
        }
        NioWatch watch = new NioWatch(watches, selector, selectable, interest, events);
        watches.add(watch);
        return watch;
    }

    @Override
    public DatagramTransport bind(DatagramSettings settings, DatagramEvents events)
            throws IOException {
        return NioDatagramTransport.bind(this, settings, events);
    }

    /** What a datagram is received into; made when the first one is expected. */
    ByteBuffer datagramBuffer() {
        ByteBuffer buffer = datagramBuffer;
        if (buffer == null) {
            buffer = ByteBuffer.allocateDirect(DatagramSettings.PAYLOAD_MAX + 1);
            datagramBuffer = buffer;
        }
        return buffer;
    }

    Selector selector() {
        return selector;
    }

    /** Moves every source to a new selector; goes on with the old one if none can be had. */
    private void rebuild() throws IOException {
        log.warn("The selector returned {} times without reason; it is replaced", USELESS_WAITS);
        Selector fresh;
        try {
            fresh = Selector.open();
        } catch (IOException e) {
            log.warn("There is no new selector to be had: {}", e.getMessage());
            return;
        }
        for (SelectionKey key : selector.keys()) {
            if (key.isValid() && key.attachment() instanceof NioSource source) {
                move(key, source, fresh);
            }
        }
        Selector old = selector;
        selector = fresh;
        old.close();
    }

    private static void move(SelectionKey key, NioSource source, Selector fresh) {
        try {
            int interest = key.interestOps();
            key.cancel();
            source.moved(key.channel().register(fresh, interest, source));
        } catch (ClosedChannelException | CancelledKeyException e) {
            // Somebody else's, who has closed it this very moment.
            log.debug("A channel was closed while it was moved", e);
        }
    }

    @Override
    public void close() {
        if (!selector.isOpen()) {
            return;
        }
        toTell.clear();
        for (SelectionKey key : selector.keys()) {
            if (key.attachment() instanceof NioSource source) {
                source.closeQuietly();
            }
        }
        try {
            selector.close();
        } catch (IOException e) {
            log.debug("Closing the selector failed", e);
        }
    }
}
