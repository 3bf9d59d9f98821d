package io.github.reactorboot.runtime;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A configured outbound session: what it leads to, a host, an address or a device, and the one
 * session over it. It stays on one event loop, and is lost with it. Methods may be called from any
 * thread.
 *
 * <pre>
 *           at start                          on demand
 *              |                                  |
 *              v            done                  v
 *  +-----> CONNECTING ---------------> OPEN      IDLE &lt;-----------+
 *  |           |                        |         |              |
 *  |  failed   |     end of the session |         | open()       | failed, or
 *  |           v                        |         v              | end of the session
 *  +------- WAITING &lt;-------------------+     CONNECTING ------> OPEN
 *   the delay is over
 *
 *  without reconnecting, at start:
 *    the first attempt fails: FAILED, and so does the future of {@link Reactor#connect}
 *    the session ends: STOPPED
 *
 *  STOPPED from everywhere; FAILED when its loop is over or the target cannot be served
 * </pre>
 */
public final class Connection {

    private final ConnectionConfig config;
    private final EventLoop loop;
    private final Endpoint endpoint;
    private final ConnectionLife life;

    /** Of a connection for one session; null for one that is known by its name. */
    private @Nullable Runnable forget;

    /** Those who have stopped it and wait for the end of its session. Owned by the loop. */
    private final List<CompletableFuture<Void>> whenGone = new ArrayList<>();

    Connection(
            ConnectionConfig config,
            EventLoop loop,
            ResolverPool resolver,
            SessionRegistry registry,
            EndpointTotals totals) {
        this.config = config;
        this.loop = loop;
        this.life = new ConnectionLife(this, resolver);
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
        return life.state();
    }

    /** Whether it will not be opened again, one way or the other. */
    boolean isOver() {
        return life.isOver();
    }

    /** The session over it; empty while it is not open. */
    public Optional<Session> session() {
        return Optional.ofNullable(life.session());
    }

    /**
     * The session over it: the one that is there, else that of the attempt under way or the next
     * one. An idle connection is opened.
     *
     * @return completed on the loop, unless there is a session already: with an open session; or
     *     exceptionally, with the cause, when that attempt fails, though others may follow; with an
     *     {@link IOException} when the connection is opened on demand and the delay after its last
     *     failure is not over; with {@link ClosedSessionException} when the session was closed
     *     while it opened; with {@link IllegalStateException} when the connection was stopped or
     *     has failed; with {@link java.util.concurrent.RejectedExecutionException} when 4,096
     *     callers wait already
     */
    public CompletionStage<Session> open() {
        return life.demand();
    }

    /** Why it could not be opened the last time; empty when it is open. */
    public Optional<IOException> failure() {
        return Optional.ofNullable(life.failure());
    }

    /** Figures of the connection and its sessions. */
    public EndpointStats stats() {
        return endpoint.totals.stats();
    }

    /** Figures of datagrams; all 0 unless it sends and receives some. */
    public DatagramStats datagramStats() {
        return endpoint.totals.datagramStats();
    }

    /**
     * Opens it no more, gives up an attempt that is under way, and closes its session as {@link
     * Session#close()} does.
     *
     * @return completed when there is no session any more
     */
    public CompletionStage<Void> stop() {
        return end(LoopSession::close);
    }

    /**
     * As {@link #stop()}, after a delay; as {@link Listener#stop(Duration)}, the future fails if
     * the loop ends first.
     */
    public CompletionStage<Void> stop(Duration delay) {
        return Deferred.start(loop, delay, this::stop);
    }

    /**
     * Hands a command to {@link SessionHandler#onEndpointCommand} on its loop, whether it is open
     * or not; all else as {@link Listener#command}.
     */
    public CompletionStage<@Nullable Object> command(Object command) {
        return new EndpointCommand(endpoint, "connection " + name(), this::isOver, command)
                .sendTo(loop);
    }

    /**
     * Opens it no more, gives up an attempt that is under way, and lets its session end gracefully:
     * what has arrived is still answered.
     *
     * @return completed when there is no session any more
     */
    public CompletionStage<Void> drain() {
        return end(open -> open.drain());
    }

    /** Ends its session at once, without flushing, with this reason. */
    public void closeSession(CloseReason reason) {
        LoopSession open = life.session();
        if (open != null) {
            loop.runOrSubmit(() -> open.endSoon(reason));
        }
    }

    private CompletionStage<Void> end(Consumer<LoopSession> ending) {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        boolean first = life.giveUp();
        // Never at once: a handler may have called this, and another callback must not run in it.
        boolean taken =
                loop.submitInternal(() -> {
                    life.quit();
                    LoopSession open = life.session();
                    if (open == null) {
                        ended.complete(null);
                    } else {
                        whenGone.add(ended);
                        ending.accept(open);
                    }
                    if (first) {
                        over();
                    }
                });
        if (!taken) {
            ended.complete(null);
        }
        return ended;
    }

    /** Its session is over, and counted as such; on the loop. */
    private void sessionEnded() {
        life.sessionEnded();
        List<CompletableFuture<Void>> waiting = List.copyOf(whenGone);
        whenGone.clear();
        waiting.forEach(each -> each.complete(null));
    }

    /** The reactor ends, and its sessions with it: nothing is opened any more. */
    void giveUp() {
        life.giveUp();
    }

    /** The loop has ended; on the loop. */
    void loopEnded() {
        life.quit();
        if (forget != null) {
            forget.run();
        }
    }

    /** It is for one session, and what is to be done when that is over; before it begins. */
    void forOneSession(Runnable whenOver) {
        forget = whenOver;
    }

    /** It will not be opened again; on the loop. */
    void over() {
        if (forget == null) {
            loop.observer().onConnectionStopped(this);
        } else {
            forget.run();
        }
    }

    /**
     * Begins to serve it, after a delay.
     *
     * @param whenDone told once, on the loop: with null when it is open, idle, or waits to be
     *     opened again
     */
    void begin(Duration delay, Consumer<@Nullable Throwable> whenDone) {
        life.begin(delay, whenDone);
    }

    Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public String toString() {
        return "Connection[%s, %s, %s]".formatted(name(), config.target(), state());
    }
}
