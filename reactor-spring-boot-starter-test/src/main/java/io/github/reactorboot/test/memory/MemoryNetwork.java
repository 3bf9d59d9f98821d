package io.github.reactorboot.test.memory;

import io.github.reactorboot.runtime.NameResolver;
import io.github.reactorboot.runtime.engine.PollEngineProvider;
import io.github.reactorboot.test.clock.VirtualClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A network within the process. Reactors whose engine is {@link #engine()} bind addresses in it,
 * and a test connects to them without sockets: ports of one network are nothing to another, or to
 * the system.
 *
 * <pre>{@code
 * MemoryNetwork network = MemoryNetwork.create();
 * Reactor reactor = Reactor.builder("test").engineProvider(network.engine()).build();
 * reactor.start();
 * Listener echo = reactor.listen(..).toCompletableFuture().join();
 * try (TestPeer peer = network.connect(echo.port())) {
 *     peer.send("hello\n");
 *     assertThat(peer.receiveLine()).isEqualTo("hello");
 * }
 * }</pre>
 *
 * <p>A connection is two bounded pipes. What a peer does not receive fills one of them, and then
 * the session's queue: so back-pressure is that of a socket. FIN, RST, half-closed connections and
 * a full backlog are as with TCP. There are no Unix sockets.
 *
 * <p>Any thread may use it, and several reactors may share it. A wait is bounded by {@link
 * #patience}.
 */
public final class MemoryNetwork {

    private static final MemoryNetwork OF_PROCESS = new MemoryNetwork(null);

    private static final int TEST_BACKLOG = 1024;
    private static final int PIPE_BYTES = 64 << 10;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Condition rested = lock.newCondition();

    private final MemoryAddresses addresses = new MemoryAddresses();
    private final List<EngineWait> waits = new ArrayList<>();
    private final @Nullable VirtualClock clock;

    private volatile int pipeBytes = PIPE_BYTES;
    private volatile Duration patience = Duration.ofSeconds(5);
    private volatile @Nullable IntSupplier turns;
    private final Set<Integer> silentPorts = new HashSet<>();
    private @Nullable IOException bindFailure;
    private int acceptFailures;

    private MemoryNetwork(@Nullable VirtualClock clock) {
        this.clock = clock;
    }

    /** A network in real time. */
    public static MemoryNetwork create() {
        return new MemoryNetwork(null);
    }

    /**
     * A network for reactors with that clock which run on threads of their own: their loops wait in
     * its time, and the clock waits for them when it is moved. Not for loops that the caller steps.
     */
    public static MemoryNetwork create(VirtualClock clock) {
        MemoryNetwork network = new MemoryNetwork(clock);
        clock.follow(new NetworkTime(network));
        return network;
    }

    /** The network of reactors that name the engine {@code memory} without giving one. */
    public static MemoryNetwork ofProcess() {
        return OF_PROCESS;
    }

    /** The engine for {@link io.github.reactorboot.runtime.ReactorBuilder#engineProvider}. */
    public PollEngineProvider engine() {
        return new MemoryPollEngineProvider(this);
    }

    /**
     * Names for {@link io.github.reactorboot.runtime.ReactorBuilder#resolver}: each is the loopback
     * address, and no name server is asked.
     */
    public NameResolver resolver() {
        return host -> List.of(InetAddress.getLoopbackAddress());
    }

    /** How many bytes are under way in each direction at the most; 64 KiB. For new connections. */
    public MemoryNetwork pipeBytes(int value) {
        if (value < 1) {
            throw new IllegalArgumentException("pipeBytes must be at least 1, was " + value);
        }
        pipeBytes = value;
        return this;
    }

    /** How long a peer waits for what it expects, in real time; 5 seconds. */
    public MemoryNetwork patience(Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException("patience must not be negative, was " + value);
        }
        patience = value;
        return this;
    }

    /**
     * For a caller who steps the loops: instead of waiting, a peer calls this until it has nothing
     * to do any more, and then what the peer expects must be there.
     *
     * @param turn makes a turn of each loop without waiting, and returns how much was done
     */
    public MemoryNetwork steppedBy(IntSupplier turn) {
        turns = turn;
        return this;
    }

    /** The next listener that is bound fails with this. */
    public void failsNextBind(IOException cause) {
        change(() -> bindFailure = cause);
    }

    /** The next so many attempts to accept find no descriptor left (EMFILE, accept(2)). */
    public void failsNextAccepts(int times) {
        change(() -> acceptFailures = times);
    }

    // ---- connecting

    /**
     * Connects to whoever listens on a port.
     *
     * @throws UncheckedIOException with a {@link ConnectException} when nobody does, or a {@link
     *     SocketTimeoutException} when the backlog stays full
     */
    public TestPeer connect(int port) {
        return connect(port, ConnectionScript.create());
    }

    /** As {@link #connect(int)}, with a script for the connection. */
    public TestPeer connect(int port, ConnectionScript script) {
        InetSocketAddress to = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        return connect(null, to, script);
    }

    /**
     * As {@link #connect(int)}, from a given address: what the reactor takes for that of the peer.
     *
     * @param from null for a free port of the loopback address
     */
    public TestPeer connect(
            @Nullable InetSocketAddress from, InetSocketAddress to, ConnectionScript script) {
        MemoryEnd client =
                locked(() -> {
                    try {
                        if (!awaitUntil(() -> answers(to))) {
                            throw new SocketTimeoutException(
                                    "%s does not answer: its backlog stays full".formatted(to));
                        }
                        return establish(clientAddress(from), to, script);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
        return new TestPeer(this, client);
    }

    /**
     * Listens on a port of all addresses, for reactors that connect to it.
     *
     * @param port 0 for a free one
     * @throws UncheckedIOException with a {@link java.net.BindException} when it is taken
     */
    public TestListener listen(int port) {
        try {
            return new TestListener(this, bind(new InetSocketAddress(port), TEST_BACKLOG));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * From now on nobody who connects to this port gets an answer, neither yes nor no, until it is
     * {@link #answering} again: so connect timeouts are tested.
     */
    public void silent(int port) {
        change(() -> silentPorts.add(port));
    }

    /** Takes back {@link #silent}. */
    public void answering(int port) {
        change(() -> silentPorts.remove(port));
    }

    // ---- for the engines

    /** Whether an attempt to connect ends now, well or badly. Under the lock. */
    boolean answers(InetSocketAddress to) {
        if (silentPorts.contains(to.getPort())) {
            return false;
        }
        Backlog found = addresses.find(to);
        return found == null || found.hasRoom();
    }

    /** Under the lock. */
    InetSocketAddress clientAddress(@Nullable SocketAddress wanted) {
        return addresses.client(wanted);
    }

    /** Makes a connection with an address that answers; returns the end of who connects. */
    MemoryEnd establish(InetSocketAddress from, InetSocketAddress to, ConnectionScript script)
            throws IOException {
        return changing(() -> {
            Backlog found = addresses.find(to);
            if (found == null) {
                throw addresses.refused(to);
            }
            InetSocketAddress server =
                    new InetSocketAddress(to.getAddress(), found.address().getPort());
            MemoryEnd.Pair ends = MemoryEnd.pair(from, server, pipeBytes, script);
            found.add(ends.server());
            script.whenChanged(() -> change(() -> {}));
            return ends.client();
        });
    }

    Backlog bind(SocketAddress wanted, int most) throws IOException {
        return changing(() -> {
            IOException scripted = bindFailure;
            if (scripted != null) {
                bindFailure = null;
                throw scripted;
            }
            Backlog made = new Backlog(addresses.toBind(wanted), most);
            addresses.add(made);
            return made;
        });
    }

    void unbind(Backlog backlog) {
        change(() -> {
            addresses.remove(backlog);
            backlog.close();
        });
    }

    @Nullable IOException takeAcceptFailure(Backlog backlog) {
        return locked(() -> {
            if (acceptFailures == 0 || backlog.isEmpty()) {
                return null;
            }
            acceptFailures--;
            return new IOException("Too many open files");
        });
    }

    void add(EngineWait wait) {
        waits.add(wait);
    }

    void remove(EngineWait wait) {
        waits.remove(wait);
        rested.signalAll();
    }

    List<EngineWait> waits() {
        return waits;
    }

    @Nullable VirtualClock clock() {
        return clock;
    }

    // ---- the lock

    /** Something that is done under the lock. */
    @FunctionalInterface
    interface Change<T extends @Nullable Object, X extends Exception> {
        T make() throws X;
    }

    /** Does something under the lock, after which others look again. */
    <T extends @Nullable Object, X extends Exception> T changing(Change<T, X> change) throws X {
        lock.lock();
        try {
            return change.make();
        } finally {
            changed.signalAll();
            lock.unlock();
        }
    }

    /** As {@link #changing}, without a result. */
    void change(Runnable action) {
        changing(() -> {
            action.run();
            return true;
        });
    }

    /** Looks at something under the lock. */
    <T extends @Nullable Object> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    boolean ask(BooleanSupplier question) {
        return locked(question::getAsBoolean);
    }

    /** Waits under the lock until something has changed, or the time is over. */
    @SuppressWarnings("WaitNotInLoop") // callers look again
    void awaitChange(long nanos) throws InterruptedException {
        changed.awaitNanos(nanos);
    }

    /** Waits under the lock until another loop waits, or the time is over. */
    @SuppressWarnings("WaitNotInLoop") // callers look again
    void awaitRest(long nanos) throws InterruptedException {
        rested.awaitNanos(nanos);
    }

    void signalRest() {
        rested.signalAll();
    }

    long patienceNanos() {
        return patience.toNanos();
    }

    /**
     * Waits under the lock until something is so, as long as the patience lasts; or makes the loops
     * turn until they have nothing to do.
     *
     * @return whether it is so
     */
    boolean awaitUntil(BooleanSupplier condition) {
        IntSupplier stepping = turns;
        return stepping == null
                ? awaitOthers(condition)
                : new Stepping(lock, stepping).until(condition);
    }

    private boolean awaitOthers(BooleanSupplier condition) {
        long deadline = System.nanoTime() + patienceNanos();
        while (!condition.getAsBoolean()) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            try {
                awaitChange(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while waiting for the reactor", e);
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return locked(() -> "MemoryNetwork[listening on " + addresses + "]");
    }
}
