package io.github.reactorboot.runtime;

import io.github.reactorboot.runtime.engine.EngineSettings;
import io.github.reactorboot.runtime.engine.PollEngineProvider;
import io.github.reactorboot.runtime.engine.UnsupportedResourceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A runtime of event loops with the listeners, connections and sessions that they serve. Made by
 * {@link #builder}, started by {@link #start()}, ended by {@link #close()}; it can be started again
 * after that. Methods may be called from any thread, except that an event loop must not wait for
 * its own reactor to close.
 */
public final class Reactor implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Reactor.class);

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final String name;
    private final EngineChoice engine;
    private final boolean daemon;
    private final long bufferBytesPerLoop;
    private final Duration stallThreshold;
    private final ReactorObserver observer;
    private final SessionRegistry registry;
    private final List<EventLoop> loops;
    private final ResolverPool resolver;
    private final Endpoints endpoints;
    private final PublishBudget broadcasts;
    private final List<Thread> threads = new ArrayList<>();
    private @Nullable LoopWatchdog watchdog;
    private volatile boolean running;

    Reactor(ReactorBuilder builder, EngineDiscovery.Chosen chosen) {
        this.name = builder.name;
        this.engine = chosen.choice();
        this.daemon = builder.daemon;
        this.stallThreshold = builder.stallThreshold;
        this.observer = new SafeObserver(builder.observer);
        int count = builder.loops == 0 ? Runtime.getRuntime().availableProcessors() : builder.loops;
        this.bufferBytesPerLoop = memory(builder, count) / count;
        LoopSettings settings = settings(builder, chosen.provider());
        List<EventLoop> made = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            made.add(new EventLoop(name + "-" + i, i, settings));
        }
        this.loops = Collections.unmodifiableList(made);
        this.registry = new SessionRegistry(loops);
        this.resolver = new ResolverPool(name, builder.resolver);
        this.broadcasts = new PublishBudget("reactor " + name, SessionGroup.WAITING_BYTES);
        this.endpoints =
                new Endpoints(
                        name,
                        registry,
                        new LoopSpread(loops, builder.spread),
                        new ListenerAdvice(chosen.provider(), bufferBytesPerLoop),
                        new Endpoints.Services(observer, resolver));
    }

    private static long memory(ReactorBuilder builder, int loops) {
        if (builder.outboundMemoryBytes > 0) {
            return builder.outboundMemoryBytes;
        }
        long wanted = Math.max(256L << 20, loops * (32L << 20));
        return Math.min(wanted, Runtime.getRuntime().maxMemory() / 2);
    }

    private LoopSettings settings(ReactorBuilder builder, PollEngineProvider provider) {
        return new LoopSettings(
                provider,
                new EngineSettings(builder.readBufferBytes),
                builder.clock,
                builder.idleStrategy,
                builder.commandQueueCapacity,
                bufferBytesPerLoop,
                builder.stallThreshold,
                observer);
    }

    /** Begins a reactor; the name stands in threads, loops, logs and meters. */
    public static ReactorBuilder builder(String name) {
        return new ReactorBuilder(name);
    }

    /** The name it was built with. */
    public String name() {
        return name;
    }

    /** The poll engine of its loops, and why it was taken. */
    public EngineChoice engine() {
        return engine;
    }

    /** Its event loops, always the same ones. */
    public List<EventLoop> loops() {
        return loops;
    }

    /** Whether it was started and not closed. */
    public boolean isRunning() {
        return running;
    }

    /**
     * Starts the loops, each on a thread of its own. Does nothing if they run.
     *
     * @throws UncheckedIOException when an engine cannot be opened; no loop runs then
     */
    public synchronized void start() {
        if (running) {
            return;
        }
        openLoops();
        for (EventLoop loop : loops) {
            threads.add(loop.life().startThread(daemon));
        }
        watchdog = new LoopWatchdog(loops, stallThreshold, observer);
        watchdog.start(name);
        log.info("Reactor {}: {}", name, engine.inWords(loops.size()));
    }

    /** Opens the loops without threads: the caller steps them with {@link EventLoop#runOnce}. */
    public synchronized void startEmbedded() {
        if (!running) {
            openLoops();
        }
    }

    private void openLoops() {
        List<EventLoop> opened = new ArrayList<>();
        try {
            for (EventLoop loop : loops) {
                loop.life().open();
                opened.add(loop);
            }
        } catch (IOException e) {
            opened.forEach(loop -> loop.life().endEmbedded());
            throw new UncheckedIOException(
                    "reactor %s: engine %s cannot be opened: %s"
                            .formatted(name, engine.name(), e.getMessage()),
                    e);
        } catch (RuntimeException | Error e) {
            // Errors too: an engine may find no direct memory.
            opened.forEach(loop -> loop.life().endEmbedded());
            throw e;
        }
        resolver.begin();
        running = true;
    }

    /**
     * Binds a listener and begins to accept: on every loop that runs where the engine can share an
     * address, else on one.
     *
     * @return completed when every one of these loops accepts; exceptionally, with nothing left
     *     bound, with the {@link IOException} of the system, mostly a {@link
     *     java.net.BindException}, or {@link IllegalStateException} when a listener of that name is
     *     there already or the reactor or one of the loops does not run
     */
    public CompletionStage<Listener> listen(ListenerConfig config) {
        return endpoints.listen(config, running);
    }

    /**
     * Opens a connection on one of the loops, and again when its session has ended, as its
     * configuration says. The loop is never held up: names are looked up by other threads.
     *
     * @return completed when the connection is open, waits to be opened again, or is to be opened
     *     on demand; exceptionally with {@link UnsupportedResourceException} when the engine or the
     *     file cannot be served this way, with another {@link IOException} when the connection
     *     cannot be opened and is not to be tried again (a {@link java.net.ConnectException} that
     *     tells of every address that was tried, {@link ConnectTimeoutException} if none has
     *     answered), with {@link ClosedSessionException} when its handler closed the only session
     *     as it opened, or {@link IllegalStateException} when the name is taken, the connection is
     *     stopped meanwhile, or the reactor does not run
     */
    public CompletionStage<Connection> connect(ConnectionConfig config) {
        return connect(config, Duration.ZERO);
    }

    /**
     * As {@link #connect(ConnectionConfig)}, after a delay. The connection is there at once, in
     * {@link ConnectionState#WAITING}, and can be stopped meanwhile.
     *
     * @param delay at the most a year; nothing is waited for if it is zero or negative
     */
    public CompletionStage<Connection> connect(ConnectionConfig config, Duration delay) {
        return endpoints.connect(config, delay, running);
    }

    /**
     * As {@link #listen(ListenerConfig)}, after a delay. To cancel the stage's future until then is
     * to cancel that.
     *
     * @return as that of {@link #listen(ListenerConfig)}; exceptionally with {@link
     *     java.util.concurrent.RejectedExecutionException} when the reactor ends first, or the
     *     command queue of the loop that is to wait is full
     */
    public CompletionStage<Listener> listen(ListenerConfig config, Duration delay) {
        return endpoints.later(delay, running, () -> listen(config));
    }

    /**
     * Opens one session, which is not connected again: any number of sessions to one target or
     * several, as a relay needs them. They are counted and numbered together by the name of the
     * configuration, which no listener or connection may have; its opening and reconnecting do not
     * apply. Nothing bounds how many there are but the caller.
     *
     * @return completed on the loop of the session when that is open; exceptionally with the cause,
     *     as that of {@link Connection#open()}
     */
    public CompletionStage<Session> openSession(ConnectionConfig config) {
        return endpoints.openSession(config, running);
    }

    /** Its listeners; those that were stopped are there until their name is used again. */
    public Collection<Listener> listeners() {
        return endpoints.listeners();
    }

    /** A listener by name. */
    public Optional<Listener> listener(String listenerName) {
        return endpoints.listener(listenerName);
    }

    /** Its connections; those that were stopped are there until their name is used again. */
    public Collection<Connection> connections() {
        return endpoints.connections();
    }

    /** A connection by name. */
    public Optional<Connection> connection(String connectionName) {
        return endpoints.connection(connectionName);
    }

    /** A session by id; empty when it has ended. */
    public Optional<Session> session(long id) {
        return Optional.ofNullable(registry.find(id));
    }

    /** A session by name; empty when it has ended. */
    public Optional<Session> session(String sessionName) {
        return Optional.ofNullable(endpoints.session(sessionName));
    }

    /** How many sessions there are, those included whose handshake goes on. */
    public int sessionCount() {
        return registry.size();
    }

    /** The sessions that are open now. */
    public Collection<Session> sessions() {
        return registry.matching(session -> true);
    }

    /**
     * Sends a payload to all sessions that a predicate wants, as {@link SessionGroup#publish} does;
     * one that has no room is skipped.
     *
     * @param wanted asked on the event loop of each session, so it may look at attributes, and must
     *     not block
     * @return completed with the counts when all loops are done; exceptionally, after that, with
     *     what the predicate threw, or {@link IllegalArgumentException} when the framing of a
     *     session cannot carry this payload: others may have got it
     * @throws java.util.concurrent.RejectedExecutionException when too many bytes wait for event
     *     loops already; nobody gets it
     */
    public CompletionStage<Delivery> broadcast(
            Predicate<? super Session> wanted, ByteBuffer payload) {
        Publication publication = new Publication(payload, broadcasts, delivery -> {});
        loops.forEach(loop -> publication.to(loop, new Broadcast(loop, wanted)));
        return publication.outcome();
    }

    /**
     * Lets everything end gracefully, as {@link Listener#drain()} for every listener and {@link
     * Connection#drain()} for every connection.
     *
     * @return completed when no session is left
     */
    public CompletionStage<Void> drain() {
        return endpoints.drain();
    }

    /**
     * Ends now: sessions that are still open are closed with {@link CloseReason#SHUTDOWN}, then the
     * loops end. Waits for them, unless called on one of them.
     *
     * @param patience how long to wait for the loops
     * @return how many sessions were cut
     */
    public long close(Duration patience) {
        // Looked at before the lock: a loop that closes its reactor must not wait for a closer that
        // waits for this loop.
        return running ? closeOnce(patience) : 0;
    }

    private synchronized long closeOnce(Duration patience) {
        if (!running) {
            return 0;
        }
        running = false;
        long cut = registry.size();
        if (watchdog != null) {
            watchdog.end();
        }
        endpoints.giveUp();
        if (threads.isEmpty()) {
            loops.forEach(loop -> loop.life().endEmbedded());
        }
        loops.forEach(loop -> loop.life().requestEnd());
        join(patience);
        endpoints.clear();
        resolver.end();
        return cut;
    }

    @SuppressWarnings("ReferenceEquality") // a thread is itself and nothing else
    private void join(Duration patience) {
        long deadline = System.nanoTime() + ScheduledTask.nanos(patience);
        boolean interrupted = false;
        for (Thread thread : threads) {
            if (thread == Thread.currentThread()) {
                continue;
            }
            try {
                thread.join(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
            } catch (InterruptedException e) {
                interrupted = true;
            }
            if (thread.isAlive()) {
                log.warn("Reactor {}: {} did not end within {}", name, thread.getName(), patience);
            }
        }
        threads.clear();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** As {@link #close(Duration)} with 5 seconds. */
    @Override
    public void close() {
        close(PATIENCE);
    }

    @Override
    public String toString() {
        return "Reactor[%s, %s, %d loops]".formatted(name, engine.name(), loops.size());
    }
}
