package io.github.reactorboot.runtime;

import io.github.reactorboot.runtime.engine.ListenSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An address that is listened on, and what was accepted there. Where the engine can share an
 * address, each loop has a listening socket of its own and the system spreads connections over
 * them; otherwise one loop accepts for all. Methods may be called from any thread.
 */
public final class Listener {

    private static final Logger log = LoggerFactory.getLogger(Listener.class);

    private final ListenerConfig config;
    private final LoopSpread spread;
    private final Endpoint endpoint;
    private final ReactorObserver observer;
    private final ListenerSocket first;

    /** Those that may accept; the first one alone as soon as the address turns out to be its. */
    private volatile List<ListenerSocket> acceptors;

    /** What the acceptors are told to do, whenever they come to it; stopped is for good. */
    private final AtomicReference<ListenerState> wanted =
            new AtomicReference<>(ListenerState.ACCEPTING);

    /** Whether a socket was closed and the observer does not know yet. */
    private final AtomicBoolean closed = new AtomicBoolean();

    private final AtomicReference<@Nullable UnixSocketFile> file = new AtomicReference<>();
    private volatile @Nullable SocketAddress address;

    /** Every acceptor is bound, and may accept. */
    private volatile boolean open;

    Listener(
            ListenerConfig config, LoopSpread spread, Endpoint endpoint, ReactorObserver observer) {
        this.config = config;
        this.spread = spread;
        this.endpoint = endpoint;
        this.observer = observer;
        List<EventLoop> loops =
                config.address() instanceof InetSocketAddress
                        ? spread.acceptingLoops()
                        : List.of(spread.next());
        this.acceptors =
                loops.stream()
                        .map(loop -> ListenerSocket.of(this, loop, spread, endpoint))
                        .collect(Collectors.toUnmodifiableList());
        this.first = acceptors.get(0);
    }

    /** The name it was configured with. */
    public String name() {
        return config.name();
    }

    /** What it was made of. */
    public ListenerConfig config() {
        return config;
    }

    /**
     * The loops that accept, those included that have died since. The first one has bound the
     * address; the others are there if the engine can share it.
     */
    public List<EventLoop> loops() {
        return acceptors.stream()
                .map(ListenerSocket::loop)
                .collect(Collectors.toUnmodifiableList());
    }

    /** The bound address, with the real port; still known when the listener is stopped. */
    public SocketAddress localAddress() {
        SocketAddress bound = address;
        return bound == null ? config.address() : bound;
    }

    /** The bound port, -1 for a Unix socket. */
    public int port() {
        return localAddress() instanceof InetSocketAddress internet ? internet.getPort() : -1;
    }

    /**
     * What it does at present. Of several loops that accept those count that live, and the one that
     * does most: a listener backs off when no loop accepts.
     */
    public ListenerState state() {
        ListenerState intent = wanted.get();
        if (!open && intent != ListenerState.STOPPED) {
            return intent;
        }
        return AcceptorRound.stateOf(acceptors, intent);
    }

    /** Whether its sockets are gone, one way or the other. */
    boolean isOver() {
        ListenerState current = state();
        return current == ListenerState.STOPPED || current == ListenerState.FAILED;
    }

    /** Sessions that it has accepted and that are open now. */
    public Collection<Session> sessions() {
        return endpoint.totals.sessions();
    }

    /**
     * Accepts nothing more until {@link #resume()}; connections wait in the backlog of the system.
     */
    public void pause() {
        if (!isOver() && wanted.compareAndSet(ListenerState.ACCEPTING, ListenerState.PAUSED)) {
            follow(() -> observer.onListenerPaused(this));
        }
    }

    /** Accepts again. */
    public void resume() {
        if (!isOver() && wanted.compareAndSet(ListenerState.PAUSED, ListenerState.ACCEPTING)) {
            follow(() -> observer.onListenerResumed(this));
        }
    }

    /** Whatever is wanted when an acceptor comes to it: calls of several threads may overlap. */
    private void follow(Runnable whenDone) {
        AcceptorRound.run(
                acceptors,
                acceptor -> {
                    if (open) {
                        acceptor.follow(wanted.get());
                    }
                },
                failure -> {
                    report(failure);
                    whenDone.run();
                });
    }

    /** A loop that has ended is done with everything. */
    private void report(@Nullable Throwable failure) {
        if (failure != null && !(failure instanceof AcceptorRound.LoopEndedException)) {
            log.error("Listener {}: a listening socket failed", name(), failure);
        }
    }

    /** As {@link #attach(DetachedSocket)}, for a channel from which nothing was read. */
    public CompletionStage<Session> attach(SocketChannel channel) {
        return attach(new DetachedSocket(channel, ByteBuffer.allocate(0)));
    }

    /**
     * Makes a session of a connected channel that was opened elsewhere, as if it had been accepted:
     * with the bounds, the filter, the handshake and the loops of this listener, also while it is
     * paused. The channel belongs to the reactor from then on, which closes it when it is refused.
     * Only with the engine nio.
     *
     * @param socket the channel, and what was read from it and is to be delivered first
     * @return completed on the event loop when the session is open; exceptionally, with the channel
     *     closed, with {@link RefusedException}, {@link ClosedSessionException} when the handshake
     *     fails, or {@link IllegalStateException} when the listener is stopped
     * @throws IllegalArgumentException when the channel is closed, not connected or registered with
     *     a selector; it stays the caller's
     * @throws UnsupportedOperationException when the engine cannot serve a channel; it stays the
     *     caller's
     */
    public CompletionStage<Session> attach(DetachedSocket socket) {
        return Attachment.begin(name(), acceptors, socket);
    }

    /**
     * Closes the listening sockets; sessions live on.
     *
     * @return completed when new connections are refused
     */
    public CompletionStage<Void> stop() {
        CompletableFuture<Void> stopped = new CompletableFuture<>();
        end(ListenerSocket::close, () -> stopped.complete(null));
        return stopped;
    }

    /**
     * As {@link #stop()}, after a delay. To cancel the stage's future until then is to cancel that.
     *
     * @return as that of {@link #stop()}; exceptionally with {@link
     *     java.util.concurrent.RejectedExecutionException} when the reactor ends first, or the
     *     command queue of the loop that is to wait is full
     */
    public CompletionStage<Void> stop(Duration delay) {
        return Deferred.start(spread.next(), delay, this::stop);
    }

    /**
     * Hands a command to {@link SessionHandler#onEndpointCommand} on one of its loops, always the
     * same one while that runs.
     *
     * @return completed on that loop with the handler's answer, or exceptionally: with what the
     *     handler threw, {@link UnsupportedOperationException} if it takes no such command, {@link
     *     java.util.concurrent.RejectedExecutionException} when the command queue is full or the
     *     loop has ended, {@link IllegalStateException} when the listener is stopped
     */
    public CompletionStage<@Nullable Object> command(Object command) {
        EventLoop loop = first.loop();
        for (ListenerSocket each : acceptors) {
            loop = loop.isOver() ? each.loop() : loop;
        }
        return new EndpointCommand(endpoint, "listener " + name(), this::isOver, command)
                .sendTo(loop);
    }

    /**
     * Stops, and lets every session end gracefully: what waits in the backlog is still accepted,
     * what the peers have sent is answered, then FIN.
     *
     * @return completed when no session is left; that takes as long as peers and handlers take
     */
    public CompletionStage<Void> drain() {
        CompletableFuture<Void> drained = new CompletableFuture<>();
        end(
                ListenerSocket::drain,
                () -> {
                    // Nothing is accepted any more, and these come behind the sessions that were
                    // handed to
                    // other loops.
                    for (EventLoop each : spread.loops()) {
                        each.submitInternal(() -> drainSessionsOf(each));
                    }
                    endpoint.totals.whenEmpty(() -> drained.complete(null));
                });
        return drained;
    }

    /** How an acceptor ends; false if it was not open. */
    private interface Ending {
        boolean end(ListenerSocket acceptor);
    }

    private void end(Ending ending, Runnable whenDone) {
        wanted.set(ListenerState.STOPPED);
        AcceptorRound.run(
                acceptors,
                acceptor -> {
                    if (ending.end(acceptor)) {
                        closed.set(true);
                    }
                },
                failure -> {
                    report(failure);
                    removeFile();
                    try {
                        if (closed.getAndSet(false) && open) {
                            observer.onListenerStopped(this);
                        }
                    } finally {
                        whenDone.run();
                    }
                });
    }

    private void drainSessionsOf(EventLoop each) {
        each.sessions()
                .forEach(session -> {
                    if (session.belongsTo(endpoint)) {
                        session.drain();
                    }
                });
    }

    /** Ends the sessions at once, without flushing, with this reason. */
    public void closeSessions(CloseReason reason) {
        endpoint.registry.forEach(session -> {
            if (session.belongsTo(endpoint)) {
                session.loop().runOrSubmit(() -> session.endSoon(reason));
            }
        });
    }

    /** Figures of the listener and its sessions. */
    public EndpointStats stats() {
        return endpoint.totals.stats();
    }

    /** Figures of datagrams; all 0 unless the listener serves some. */
    public DatagramStats datagramStats() {
        return endpoint.totals.datagramStats();
    }

    @Override
    public String toString() {
        return "Listener[%s, %s, %s]".formatted(name(), localAddress(), state());
    }

    // ---- the way to an open listener

    /**
     * Binds on one loop, then on the others if the address can be shared, then accepts on all. All
     * or none: a failure closes what is bound.
     *
     * @param whenOpen told once, with the cause if it failed
     */
    void open(Consumer<@Nullable Throwable> whenOpen) {
        AcceptorRound.run(
                List.of(first), acceptor -> bind(), unless(whenOpen, () -> join(whenOpen)));
    }

    /** On the first loop. */
    private void bind() throws IOException {
        requireNotStopped();
        SocketAddress asked = config.address();
        if (asked instanceof UnixDomainSocketAddress unix) {
            UnixSocketFile prepared = UnixSocketFile.prepare(unix.getPath());
            file.set(prepared);
            address = first.bind(config.at(prepared.bindAddress()));
            prepared.publish(config.limits().pathPermissions());
            address = prepared.address();
        } else {
            address = first.bind(config.at(asked));
        }
        if (config.transport() == TransportType.TCP) {
            spread.descriptors().countFor(config, spread.sessions(), first.loop().nowNanos());
        }
        if (acceptors.size() > 1 && !first.allowSharing()) {
            acceptors = List.of(first);
        }
    }

    private void join(Consumer<@Nullable Throwable> whenOpen) {
        ListenSettings joining = config.at(config.address()).joining(localAddress());
        List<ListenerSocket> others = new ArrayList<>(acceptors);
        others.remove(first);
        AcceptorRound.run(
                others,
                acceptor -> {
                    requireNotStopped();
                    acceptor.bind(joining);
                },
                unless(whenOpen, () -> accept(whenOpen)));
    }

    private void accept(Consumer<@Nullable Throwable> whenOpen) {
        open = true;
        AcceptorRound.run(
                acceptors,
                acceptor -> {
                    requireNotStopped();
                    acceptor.follow(wanted.get());
                },
                unless(whenOpen, () -> whenOpen.accept(null)));
    }

    /** The next step, or the end if the one before has failed. */
    private Consumer<@Nullable Throwable> unless(
            Consumer<@Nullable Throwable> whenFailed, Runnable next) {
        return failure -> {
            if (failure == null) {
                next.run();
                return;
            }
            open = false;
            wanted.set(ListenerState.STOPPED);
            AcceptorRound.run(
                    acceptors,
                    ListenerSocket::close,
                    done -> {
                        removeFile();
                        whenFailed.accept(failure);
                    });
        };
    }

    private void requireNotStopped() {
        if (wanted.get() == ListenerState.STOPPED) {
            throw new IllegalStateException("listener " + name() + " was stopped meanwhile");
        }
    }

    private void removeFile() {
        UnixSocketFile made = file.getAndSet(null);
        if (made != null) {
            made.remove();
        }
    }
}
