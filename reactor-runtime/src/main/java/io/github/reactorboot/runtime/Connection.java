package io.github.reactorboot.runtime;

import io.github.reactorboot.runtime.engine.FileKind;
import io.github.reactorboot.runtime.engine.Resource;
import io.github.reactorboot.runtime.engine.Resource.Access;
import io.github.reactorboot.runtime.engine.Transport;
import io.github.reactorboot.runtime.engine.UnsupportedResourceException;
import io.github.reactorboot.runtime.timer.Timer;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A FIFO, a serial line or the like, and the one session over it. When that session ends, or the
 * device cannot be opened, it is opened again after a while, unless it was stopped or is configured
 * otherwise. It stays on one event loop, and is lost with it. Methods may be called from any
 * thread.
 *
 * <pre>
 *  OPENING --+--> OPEN ---- end of the session ---> WAITING
 *            |     ^                                  | |
 *            |     +------------- the delay is over --+ +--- not yet, a longer delay --> WAITING
 *            |
 *            +--> WAITING, or the future of {@link Reactor#connect} fails
 *
 *  STOPPED from everywhere; FAILED when its loop is over or the file is no device any more
 * </pre>
 */
public final class Connection {

    private static final Logger log = LoggerFactory.getLogger(Connection.class);

    private final ConnectionConfig config;
    private final EventLoop loop;
    private final Endpoint endpoint;
    private final LogThrottle throttle = new LogThrottle();
    private final Timer retry = new Timer(now -> open());

    /** Set once, by any thread; the loop looks at it before it opens anything. */
    private final AtomicBoolean stopped = new AtomicBoolean();

    private volatile ConnectionState phase = ConnectionState.OPENING;
    private volatile @Nullable StreamSession session;
    private volatile @Nullable IOException failure;

    /** Told once, about the first attempt. */
    private @Nullable Consumer<@Nullable Throwable> whenOpened;

    /** Attempts without success in a row, sessions that carried nothing included. */
    private int failures;

    private Access access = Access.READ_WRITE;

    /** The number of the next session, taken already; 0 if it is not. */
    private long reserved;

    /** Bytes that sessions had carried when the present one was opened. */
    private long carriedBefore;

    /** Of the last failure that stands in the log, null when the device was open since. */
    private @Nullable String logged;

    Connection(
            ConnectionConfig config,
            EventLoop loop,
            SessionRegistry registry,
            EndpointTotals totals) {
        this.config = config;
        this.loop = loop;
        this.endpoint = Endpoint.of(config, registry, totals, this::sessionEnded);
    }

    /** The name it was configured with. */
    public String name() {
        return config.name();
    }

    /** What it was made of. */
    public ConnectionConfig config() {
        return config;
    }

    /** The event loop that serves it. */
    public EventLoop loop() {
        return loop;
    }

    /** What it does at present. */
    public ConnectionState state() {
        ConnectionState current = phase;
        if (stopped.get() || current == ConnectionState.STOPPED) {
            return ConnectionState.STOPPED;
        }
        boolean lost = loop.isOver() || loop.state() == LoopState.FAILED;
        return lost ? ConnectionState.FAILED : current;
    }

    /** Whether it will not be opened again, one way or the other. */
    boolean isOver() {
        ConnectionState current = state();
        return current == ConnectionState.STOPPED || current == ConnectionState.FAILED;
    }

    /** The session over it; empty while it is not open. */
    public Optional<Session> session() {
        return Optional.ofNullable(session);
    }

    /** Why it could not be opened the last time; empty when it is open. */
    public Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }

    /** Figures of the device and its sessions. */
    public EndpointStats stats() {
        return endpoint.totals.stats();
    }

    /**
     * Opens it no more, and closes its session as {@link Session#close()} does.
     *
     * @return completed when there is no session any more
     */
    public CompletionStage<Void> stop() {
        return end(StreamSession::close);
    }

    /**
     * Opens it no more, and lets its session end gracefully: what has arrived is still answered.
     *
     * @return completed when there is no session any more
     */
    public CompletionStage<Void> drain() {
        return end(open -> open.flow().drain());
    }

    /** Ends its session at once, without flushing, with this reason. */
    public void closeSession(CloseReason reason) {
        StreamSession open = session;
        if (open != null) {
            loop.runOrSubmit(() -> open.flow().endSoon(reason, null, false));
        }
    }

    private CompletionStage<Void> end(Consumer<StreamSession> ending) {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        boolean first = stopped.compareAndSet(false, true);
        // Never at once: a handler may have called this, and another callback must not run in it.
        boolean taken =
                loop.submitInternal(() -> {
                    loop.timers().cancel(retry);
                    StreamSession open = session;
                    if (open != null) {
                        ending.accept(open);
                    }
                    endpoint.totals.whenEmpty(() -> ended.complete(null));
                    if (first) {
                        loop.observer().onConnectionStopped(this);
                    }
                });
        if (!taken) {
            ended.complete(null);
        }
        return ended;
    }

    /** The reactor ends, and its sessions with it: nothing is opened any more. */
    void giveUp() {
        stopped.set(true);
    }

    @Override
    public String toString() {
        return "Connection[%s, %s, %s]".formatted(name(), config.path(), state());
    }

    // ---- on the loop

    /**
     * Opens it for the first time.
     *
     * @param whenDone told once, on the loop: with null when it is open or waits to be opened again
     */
    void begin(Consumer<@Nullable Throwable> whenDone) {
        whenOpened = whenDone;
        if (!loop.submitInternal(this::open)) {
            whenDone.accept(loopEnded());
        }
    }

    private IllegalStateException loopEnded() {
        return new IllegalStateException("event loop " + loop.name() + " has ended");
    }

    private void open() {
        if (stopped.get() || loop.isOver()) {
            tellOpened(
                    stopped.get()
                            ? new IllegalStateException(
                                    "device " + name() + " was stopped meanwhile")
                            : loopEnded());
            return;
        }
        FileKind kind = FileKind.of(config.path());
        try {
            StreamSession next = nextSession();
            Transport transport = open(kind, next);
            if (kind == FileKind.UNKNOWN && FileKind.of(config.path()) != kind) {
                // It has come since it was looked at: it is not what it was opened as.
                transport.close();
                next = nextSession();
                transport = open(FileKind.of(config.path()), next);
            }
            opened(next, transport);
        } catch (IOException e) {
            notOpened(e);
        }
    }

    private StreamSession nextSession() {
        if (reserved == 0) {
            reserved = endpoint.totals.nextNumber();
        }
        return new StreamSession(loop, endpoint, null, reserved);
    }

    private Transport open(FileKind kind, StreamSession next) throws IOException {
        Access configured = config.access();
        Access usual = kind == FileKind.FIFO ? Access.READ : Access.READ_WRITE;
        access = configured == null ? usual : configured;
        try {
            return loop.engine().open(new Resource.DeviceFile(config.path(), access), next.flow());
        } catch (RuntimeException e) {
            throw new IOException("internal error: " + e, e);
        }
    }

    private void opened(StreamSession next, Transport transport) {
        reserved = 0;
        carriedBefore = carried();
        failure = null;
        if (logged != null) {
            logged = null;
            log.info("Connection {} is open: {}", name(), config.path());
        }
        endpoint.enter();
        loop.meter().sessionAssigned();
        session = next;
        phase = ConnectionState.OPEN;
        if (!access.writes()) {
            next.flow().output.refuseAll();
        }
        next.flow().open(transport);
        tellOpened(null);
    }

    /** What shows that the other end is alive: bytes from there, or taken there. */
    private long carried() {
        return endpoint.totals
                .countersOf(loop)
                .get(access.reads() ? EndpointCounters.BYTES_IN : EndpointCounters.BYTES_OUT);
    }

    private void notOpened(IOException cause) {
        failure = cause;
        Backoff reopen = config.reopen();
        if (reopen == null || cause instanceof UnsupportedResourceException) {
            boolean first = whenOpened != null;
            phase = ConnectionState.FAILED;
            if (!first) {
                log.error("Connection {} is given up: {}", name(), cause.getMessage());
            }
            tellOpened(cause);
            return;
        }
        Duration pause = waitToOpen(reopen);
        if (!String.valueOf(cause.getMessage()).equals(logged)
                && throttle.tryAcquire(loop.nowNanos())) {
            logged = String.valueOf(cause.getMessage());
            log.warn(
                    "Connection {} cannot be opened ({}); tried again, at first in {} ms",
                    name(),
                    cause.getMessage(),
                    pause.toMillis());
        }
        loop.observer().onConnectFailed(this, cause, pause);
        tellOpened(null);
    }

    private Duration waitToOpen(Backoff reopen) {
        Duration pause = reopen.delay(failures, () -> ThreadLocalRandom.current().nextDouble());
        failures++;
        phase = ConnectionState.WAITING;
        loop.timers().arm(retry, loop.nowNanos() + pause.toNanos());
        return pause;
    }

    private void tellOpened(@Nullable Throwable trouble) {
        Consumer<@Nullable Throwable> waiting = whenOpened;
        if (waiting != null) {
            whenOpened = null;
            waiting.accept(trouble);
        }
    }

    /** Its session is over, for whatever reason. */
    private void sessionEnded() {
        session = null;
        if (stopped.get() || loop.isOver()) {
            return;
        }
        if (carried() != carriedBefore) {
            failures = 0;
        }
        Backoff reopen = config.reopen();
        if (reopen == null) {
            phase = ConnectionState.STOPPED;
            loop.observer().onConnectionStopped(this);
        } else {
            waitToOpen(reopen);
        }
    }
}
