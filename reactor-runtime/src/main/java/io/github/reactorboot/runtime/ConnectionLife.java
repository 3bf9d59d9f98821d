package io.github.reactorboot.runtime;

import io.github.reactorboot.runtime.engine.Resource.Access;
import io.github.reactorboot.runtime.engine.UnsupportedResourceException;
import io.github.reactorboot.runtime.timer.Timer;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The life of a connection, as the diagram on {@link Connection} shows it: when to open, and what
 * to do when that fails or the session ends. Owned by the event loop; other threads ask for state
 * and session, and leave demands in its inbox.
 */
final class ConnectionLife implements OpenEvents {

    /** Ends of a session that say nothing about the peer. */
    private static final Set<CloseReason> OURS =
            EnumSet.of(
                    CloseReason.LOCAL_CLOSE,
                    CloseReason.LOCAL_ABORT,
                    CloseReason.IDLE_TIMEOUT,
                    CloseReason.SHUTDOWN);

    private final Connection connection;
    private final ConnectionConfig config;
    private final EventLoop loop;
    private final SocketAttempt.Plan plan;
    private final ConnectionLog connectionLog;
    private final SessionWaiters waiters = new SessionWaiters();
    private final Timer retry = new Timer(now -> go());

    /** Set once, by any thread; the loop looks at it before it opens anything. */
    private final AtomicBoolean stopped = new AtomicBoolean();

    private volatile ConnectionState phase;
    private volatile @Nullable LoopSession session;
    private volatile @Nullable IOException failure;

    /** Told once, about the first attempt. */
    private @Nullable Consumer<@Nullable Throwable> whenOpened;

    /** Null while none is under way. */
    private @Nullable OpenAttempt attempt;

    /** Attempts without success in a row, sessions that carried nothing included. */
    private int failures;

    /** On demand: no attempt before this, if there are failures. */
    private long notBeforeNanos;

    private Access access = Access.READ_WRITE;

    /** The number of the next session, taken already; 0 if it is not. */
    private long reserved;

    /** Bytes that sessions had carried when the present one was opened, and when that was. */
    private long carriedBefore;

    private long openedNanos;

    ConnectionLife(Connection connection, ResolverPool resolver) {
        this.connection = connection;
        this.config = connection.config();
        this.loop = connection.loop();
        this.connectionLog = new ConnectionLog(connection);
        this.plan =
                new SocketAttempt.Plan(
                        loop,
                        resolver,
                        config.target(),
                        config.connect(),
                        config.session().socket());
        this.phase = isOnDemand() ? ConnectionState.IDLE : ConnectionState.CONNECTING;
    }

    private Endpoint endpoint() {
        return connection.endpoint();
    }

    private boolean isOnDemand() {
        return config.opening() == Opening.ON_DEMAND;
    }

    // ---- any thread

    ConnectionState state() {
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

    @Nullable LoopSession session() {
        return session;
    }

    @Nullable IOException failure() {
        return failure;
    }

    /** Nothing is opened any more; true the first time. */
    boolean giveUp() {
        return stopped.compareAndSet(false, true);
    }

    CompletionStage<Session> demand() {
        LoopSession open = session;
        if (open != null && !open.isFinal()) {
            return CompletableFuture.completedFuture(open);
        }
        SessionWaiters.Waiter asked = waiters.tryEnter();
        if (asked == null) {
            return CompletableFuture.failedFuture(SessionWaiters.refusal(connection.name()));
        }
        if (!loop.submitInternal(() -> demanded(asked))) {
            asked.fail(whyOver());
        }
        return asked.session;
    }

    private IllegalStateException whyOver() {
        if (stopped.get() || phase == ConnectionState.STOPPED) {
            return new IllegalStateException("connection " + connection.name() + " was stopped");
        }
        return loop.isOver()
                ? new IllegalStateException("event loop " + loop.name() + " has ended")
                : new IllegalStateException(
                        "connection " + connection.name() + " has failed", failure);
    }

    void begin(Duration delay, Consumer<@Nullable Throwable> whenDone) {
        whenOpened = whenDone;
        boolean now = delay.isZero() || delay.isNegative();
        if (!now) {
            phase = ConnectionState.WAITING;
        }
        boolean taken =
                loop.submitInternal(() -> {
                    if (now || isOver()) {
                        go();
                    } else {
                        loop.connections.add(connection);
                        loop.timers().arm(retry, loop.nowNanos() + delay.toNanos());
                    }
                });
        if (!taken) {
            phase = ConnectionState.FAILED;
            whenDone.accept(whyOver());
        }
    }

    // ---- on the loop

    /** The time has come: for the beginning, or for another attempt. */
    private void go() {
        if (isOver()) {
            quit();
            return;
        }
        loop.connections.add(connection);
        if (isOnDemand() && whenOpened != null) {
            phase = ConnectionState.IDLE;
            tellOpened(null);
            openIfDemanded();
        } else {
            tryToOpen();
        }
    }

    private void demanded(SessionWaiters.Waiter asked) {
        LoopSession open = session;
        if (isOver()) {
            asked.fail(whyOver());
        } else if (open != null && !open.isFinal()) {
            asked.complete(open);
        } else {
            waiters.add(asked);
            openIfDemanded();
        }
    }

    private void openIfDemanded() {
        if (phase != ConnectionState.IDLE || waiters.isEmpty()) {
            return;
        }
        long waitNanos = notBeforeNanos - loop.nowNanos();
        if (failures > 0 && waitNanos > 0) {
            waiters.fail(
                    new IOException(
                            "connection %s is not tried again before %d ms are over"
                                    .formatted(
                                            connection.name(), (waitNanos + 999_999) / 1_000_000),
                            failure));
        } else {
            tryToOpen();
        }
    }

    private void tryToOpen() {
        phase = ConnectionState.CONNECTING;
        OpenAttempt next = OpenAttempt.of(plan, this);
        attempt = next;
        next.begin();
    }

    private long nextNumber() {
        if (reserved == 0) {
            reserved = endpoint().totals.nextNumber();
        }
        return reserved;
    }

    @Override
    public StreamSession newSession(@Nullable SocketAddress remote) {
        return new StreamSession(loop, endpoint(), remote, nextNumber());
    }

    @Override
    public DatagramSession newDatagramSession(SocketAddress remote) {
        DatagramPort port = DatagramPort.ofOnePeer(loop, endpoint());
        return new DatagramSession(port, remote, nextNumber());
    }

    @Override
    public void onOpened(LoopSession next, Access given, Runnable begin) {
        attempt = null;
        access = given;
        reserved = 0;
        carriedBefore = carried();
        openedNanos = loop.nowNanos();
        failure = null;
        connectionLog.open();
        endpoint().enter();
        session = next;
        phase = ConnectionState.OPEN;
        begin.run();
        boolean over = next.isFinal() && config.reconnect() == null && !isOnDemand();
        tellOpened(over ? next.closedException() : null);
        if (next.isFinal()) {
            waiters.fail(next.closedException());
        } else {
            waiters.complete(next);
        }
    }

    /** What shows that the other end is alive: bytes from there, or taken there. */
    private long carried() {
        return endpoint()
                .totals
                .countersOf(loop)
                .get(access.reads() ? EndpointCounters.BYTES_IN : EndpointCounters.BYTES_OUT);
    }

    @Override
    public void onNotOpened(IOException cause) {
        attempt = null;
        failure = cause;
        endpoint().totals.connectFailures.increment();
        boolean never = cause instanceof UnsupportedResourceException;
        if (never || (config.reconnect() == null && !isOnDemand())) {
            boolean first = whenOpened != null;
            phase = ConnectionState.FAILED;
            loop.connections.remove(connection);
            if (!first) {
                connectionLog.givenUp(cause);
            }
            tellOpened(cause);
            waiters.fail(cause);
            return;
        }
        Duration pause = rest();
        connectionLog.notOpened(cause, pause, isOnDemand());
        loop.observer().onConnectFailed(connection, cause, pause);
        tellOpened(null);
        waiters.fail(cause);
    }

    /** After a failure, or the end of a session: lets some time pass before the next attempt. */
    private Duration rest() {
        Backoff reconnect = config.reconnect();
        Duration pause =
                reconnect == null
                        ? Duration.ZERO
                        : reconnect.delay(failures, () -> ThreadLocalRandom.current().nextDouble());
        failures++;
        long until = loop.nowNanos() + pause.toNanos();
        if (isOnDemand()) {
            phase = ConnectionState.IDLE;
            notBeforeNanos = until;
        } else {
            phase = ConnectionState.WAITING;
            loop.timers().arm(retry, until);
        }
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
    void sessionEnded() {
        LoopSession ended = session;
        session = null;
        if (isOver()) {
            return;
        }
        boolean alive = wasAlive();
        if (alive) {
            failures = 0;
        }
        if (isOnDemand()) {
            phase = ConnectionState.IDLE;
            if (!alive && ended != null && !wasOurs(ended)) {
                rest();
            }
            // Not at once: the session that has ended is still being cleared away.
            loop.submitInternal(this::openIfDemanded);
        } else if (config.reconnect() == null) {
            phase = ConnectionState.STOPPED;
            loop.connections.remove(connection);
            waiters.fail(whyOver());
            connection.over();
        } else {
            rest();
        }
    }

    /** A session that carried nothing counts as a failure, unless it has lasted. */
    private boolean wasAlive() {
        Backoff reconnect = config.reconnect();
        boolean lasted =
                reconnect != null && loop.nowNanos() - openedNanos > reconnect.maxDelay().toNanos();
        return lasted || carried() != carriedBefore;
    }

    private static boolean wasOurs(LoopSession ended) {
        CloseReason reason = ended.closeReason();
        return reason != null && OURS.contains(reason);
    }

    /** It was stopped, or has ended, or its loop has: whoever waits for it learns that. */
    void quit() {
        loop.timers().cancel(retry);
        OpenAttempt running = attempt;
        if (running != null) {
            attempt = null;
            running.cancel();
        }
        loop.connections.remove(connection);
        IllegalStateException why = whyOver();
        if (phase != ConnectionState.STOPPED) {
            // For good: the loop may begin again, and does not know this connection any more.
            phase = ConnectionState.FAILED;
        }
        tellOpened(why);
        waiters.fail(why);
    }
}
