package io.github.reactorboot.sample;

import io.github.reactorboot.annotation.OnClose;
import io.github.reactorboot.annotation.OnError;
import io.github.reactorboot.annotation.OnMessage;
import io.github.reactorboot.annotation.OnOpen;
import io.github.reactorboot.annotation.OnTick;
import io.github.reactorboot.annotation.ReactorHandler;
import io.github.reactorboot.runtime.EventLoop;
import io.github.reactorboot.runtime.Session;
import io.github.reactorboot.sample.command.Clients;
import io.github.reactorboot.sample.command.Commands;
import io.github.reactorboot.sample.pubsub.Topics;
import io.github.reactorboot.sample.store.Store;
import java.nio.ByteBuffer;

/**
 * A cache that speaks the Redis protocol: begin to read here.
 *
 * <p>The listener {@code cache} is configured in {@code application.yml}; this class serves its
 * sessions. How a request becomes a reply:
 *
 * <ol>
 *   <li>The runtime accepts connections and gives each to an event loop, where it stays.
 *   <li>{@code RespFramer} finds the end of a request in the received bytes. It is a bean of the
 *       application, named in the configuration: that is how a protocol of your own gets in.
 *   <li>{@link #request} is called with the bytes of the request, in place, and {@code Commands}
 *       looks up the command and runs it against the {@code Store}.
 *   <li>The reply is given to the session, which sends it at the end of the loop's turn, together
 *       with all others of a pipeline.
 * </ol>
 *
 * <p>Every method here runs on the event loop of its session, so what belongs to a session ({@code
 * Client}) or to a loop ({@code Request}) needs no locks. What all loops share ({@code Store},
 * {@code Topics}, {@code Clients}) is made for that. Nothing blocks.
 *
 * <p>There is no authentication and no client has fewer rights than another: whoever can connect,
 * which is every local user, may use CLIENT KILL on the others and CONFIG SET and FLUSHALL on all.
 * So the listener is bound to the loopback address.
 *
 * <p>Try it: {@code redis-cli -p 7379}, and {@code curl localhost:8080/actuator/reactor}.
 */
@ReactorHandler(CacheHandler.LISTENER)
class CacheHandler {

    static final String LISTENER = "cache";

    /** Entries that one sweep looks at: some hundred microseconds of work. */
    private static final int SWEPT_AT_ONCE = 2_000;

    /** As long as a quarter of them has ended another sweep follows, so often at the most. */
    private static final int SWEEPS_MAX = 10;

    private final Store store;
    private final Clients clients;
    private final Commands commands;
    private final Topics topics;

    CacheHandler(Store store, Clients clients, Commands commands, Topics topics) {
        this.store = store;
        this.clients = clients;
        this.commands = commands;
        this.topics = topics;
    }

    @OnOpen
    void opened(Session session) {
        clients.open(session);
    }

    /** The frame is a view that is valid during the call: what is to be kept is copied. */
    @OnMessage
    void request(Session session, ByteBuffer frame) {
        commands.run(session, frame);
    }

    /**
     * The framer found the protocol broken or a request too large, or a command threw: the session
     * is closed after this.
     */
    @OnError
    void failed(Session session, Throwable failure) {
        commands.farewell(session, failure);
    }

    /** Comes for every session that was opened, however it ended. */
    @OnClose
    void closed(Session session) {
        clients.close(session);
    }

    /** Entries that have ended are removed when they are asked for; this is for the others. */
    @OnTick(every = "100ms")
    void sweep(EventLoop loop) {
        topics.forgetEndedLoops();
        if (loop.index() != 0) {
            return;
        }
        int sweeps = 0;
        int removed;
        do {
            removed = store.sweep(SWEPT_AT_ONCE);
            sweeps++;
        } while (removed > SWEPT_AT_ONCE / 4 && sweeps < SWEEPS_MAX);
    }
}
