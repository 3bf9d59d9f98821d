package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * A reactor with one listener for datagrams on the scripted engine, stepped by the test's thread
 * under a manual clock. When it ends, nothing may be left.
 */
final class DatagramEmbedded implements AutoCloseable {

    final ManualClock clock = new ManualClock();
    final ScriptedDatagrams engine = new ScriptedDatagrams();
    final RecordingHandler handler;
    final Reactor reactor;
    final Listener listener;

    DatagramEmbedded(
            RecordingHandler handler, UnaryOperator<ListenerConfig.Builder> listenerOptions) {
        this.handler = handler;
        reactor = Reactor.builder("scripted").loops(1).engineProvider(engine).clock(clock).build();
        reactor.startEmbedded();
        turn();
        ListenerConfig.Builder config = Live.datagrams(handler);
        listener = Await.result(reactor.listen(listenerOptions.apply(config).build()));
    }

    static DatagramEmbedded of(RecordingHandler handler) {
        return new DatagramEmbedded(handler, config -> config);
    }

    static DatagramEmbedded of(RecordingHandler handler, OutboundLimits limits) {
        SessionSettings settings =
                SessionSettings.DEFAULT
                        .withTimeouts(SessionTimeouts.DATAGRAM_DEFAULT)
                        .withOutbound(limits);
        return new DatagramEmbedded(handler, config -> config.session(settings));
    }

    EventLoop loop() {
        return reactor.loops().get(0);
    }

    int turn() {
        return loop().runOnce(0);
    }

    /** Turns until there is nothing to do. */
    void settle() {
        int idle = 0;
        while (idle < 2) {
            idle = turn() == 0 ? idle + 1 : 0;
        }
    }

    void advance(Duration by) {
        clock.advance(by);
        settle();
    }

    void arrive(int port, String text) {
        engine.arrive(port, text);
        settle();
    }

    /** The session of a source that sends its first datagram now. */
    Session open(int port) {
        arrive(port, "hello");
        return session(port);
    }

    Session session(int port) {
        return reactor.sessions().stream()
                .filter(each -> ScriptedDatagrams.source(port).equals(each.remoteAddress()))
                .findAny()
                .orElseThrow();
    }

    /** The kernel takes so many more, and says so. */
    void makeRoom(int datagrams) {
        engine.room = datagrams;
        settle();
    }

    @Override
    public void close() {
        reactor.close();
        assertThat(reactor.sessions()).isEmpty();
        assertThat(engine.closed).as("socket closed").isTrue();
        assertThat(loop().stats().outboundBytes()).as("buffers in use").isZero();
        assertThat(listener.stats().queuedBytes()).as("queued").isZero();
        assertThat(listener.stats().sessions()).as("sessions").isZero();
        assertThat(handler.closed).as("onClose for each onOpen").hasSameSizeAs(handler.opened);
    }
}
