package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.runtime.framing.Framers;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * A reactor with one listener on the scripted engine, stepped by the test's thread under a manual
 * clock. When it ends, nothing may be left.
 */
final class Embedded implements AutoCloseable {

    private static final int TURNS_MOST = 2_000_000;

    final ManualClock clock = new ManualClock();
    final ScriptedEngine engine = new ScriptedEngine();
    final RecordingObserver observer = new RecordingObserver();
    final RecordingHandler handler;
    final Reactor reactor;
    final Listener listener;

    private Embedded(
            RecordingHandler handler,
            UnaryOperator<ReactorBuilder> reactorOptions,
            UnaryOperator<ListenerConfig.Builder> listenerOptions) {
        this.handler = handler;
        ReactorBuilder builder =
                Reactor.builder("scripted")
                        .loops(1)
                        .engineProvider(engine)
                        .clock(clock)
                        .observer(observer);
        reactor = reactorOptions.apply(builder).build();
        reactor.startEmbedded();
        turn();
        ListenerConfig.Builder config =
                ListenerConfig.builder("main")
                        .address("127.0.0.1", 0)
                        .framer(Framers.line())
                        .handler(handler);
        listener = Await.result(reactor.listen(listenerOptions.apply(config).build()));
    }

    /** Lines. */
    static Embedded lines(RecordingHandler handler) {
        return new Embedded(handler, builder -> builder, config -> config);
    }

    /** Lines, with other settings for sessions. */
    static Embedded lines(RecordingHandler handler, SessionSettings settings) {
        return new Embedded(handler, builder -> builder, config -> config.session(settings));
    }

    static Embedded with(
            RecordingHandler handler, UnaryOperator<ListenerConfig.Builder> listenerOptions) {
        return new Embedded(handler, builder -> builder, listenerOptions);
    }

    static Embedded with(
            RecordingHandler handler,
            UnaryOperator<ReactorBuilder> reactorOptions,
            UnaryOperator<ListenerConfig.Builder> listenerOptions) {
        return new Embedded(handler, reactorOptions, listenerOptions);
    }

    EventLoop loop() {
        return reactor.loops().get(0);
    }

    ScriptedListening socket() {
        return engine.listening.get(0);
    }

    /** A connection with an open session. */
    ScriptedPeer connect() {
        ScriptedPeer peer = socket().connect();
        settle();
        return peer;
    }

    /** The session that was opened last. */
    Session session() {
        Session last = null;
        for (Session each : handler.opened) {
            last = each;
        }
        assertThat(last).as("no session was opened").isNotNull();
        return last;
    }

    int turn() {
        return loop().runOnce(0);
    }

    /** Makes turns until there is nothing to do. */
    void settle() {
        int idle = 0;
        for (int turns = 0; idle < 2; turns++) {
            assertThat(turns).as("the loop finds no end").isLessThan(TURNS_MOST);
            idle = turn() == 0 ? idle + 1 : 0;
        }
    }

    /** Lets time pass at once. */
    void advance(Duration by) {
        clock.advance(by);
        settle();
    }

    long buffersInUse() {
        return loop().stats().outboundBytes();
    }

    @Override
    public void close() {
        reactor.close();
        assertThat(reactor.sessions()).isEmpty();
        assertThat(loop().stats().sessions()).isZero();
        assertThat(buffersInUse()).as("buffers in use at the end").isZero();
        assertThat(handler.closed).as("onClose for each onOpen").hasSameSizeAs(handler.opened);
    }
}
