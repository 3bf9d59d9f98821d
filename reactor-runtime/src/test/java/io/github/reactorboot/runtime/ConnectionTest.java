package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The life of a connection at start, over an engine whose other end is the test. */
class ConnectionTest {

    private final ConnectionRig rig = new ConnectionRig();
    private final Logger logger = (Logger) LoggerFactory.getLogger(Connection.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listenToTheLog() {
        lines.start();
        logger.addAppender(lines);
        logger.setLevel(Level.INFO);
    }

    @AfterEach
    void closeAll() {
        logger.detachAppender(lines);
        logger.setLevel(null);
        rig.close();
    }

    private ConnectionState state() {
        return rig.connection().state();
    }

    @Test
    @Tag("D1")
    void servesASessionOnceThePeerHasAccepted() {
        CompletableFuture<Connection> opened = rig.begin(rig.line());
        assertThat(opened).isNotCompleted();
        assertThat(state()).isEqualTo(ConnectionState.CONNECTING);
        assertThat(rig.connect().settings.remote())
                .isEqualTo(new InetSocketAddress("192.0.2.7", 7000));
        assertThat(rig.handler.opened).isEmpty();
        ScriptedPeer peer = rig.connect().accepts();
        rig.loops.settle();
        Connection connection = opened.join();
        assertThat(connection.state()).isEqualTo(ConnectionState.OPEN);
        Session session = connection.session().orElseThrow();
        assertThat(session.name()).isEqualTo("line-1");
        assertThat(session.remoteAddress()).isEqualTo(new InetSocketAddress("192.0.2.7", 7000));
        assertThat(session.localAddress()).isEqualTo(peer.localAddress());
        peer.sends("one\n");
        rig.loops.settle();
        assertThat(peer.receivedText()).isEqualTo("one\n");
        assertThat(connection.stats().sessions()).isEqualTo(1);
        assertThat(rig.loops.sessions(0)).isEqualTo(1);
        assertThat(rig.loops.observer.listeners).containsExactly("started:line");
        assertThat(rig.loops.reactor.session("line-1")).containsSame(session);
    }

    @Test
    @Tag("D3")
    void withoutReconnectingAFailureIsTheAnswer() {
        CompletableFuture<Connection> opened = rig.begin(rig.line().reconnect(null));
        IOException cause = new IOException("Connection refused");
        rig.connect().failsWith(cause);
        rig.loops.settle();
        Throwable failure = Await.failure(opened);
        assertThat(failure)
                .isInstanceOf(java.net.ConnectException.class)
                .hasMessage("connect to 192.0.2.7:7000: Connection refused")
                .hasCause(cause);
        assertThat(rig.loops.reactor.connections()).isEmpty();
        assertThat(rig.handler.opened).isEmpty();
    }

    @Test
    @Tag("D3")
    void withoutReconnectingASessionThatTheHandlerRefusesIsAFailure() {
        rig.handler.open(session -> {
            throw new IllegalStateException("not this peer");
        });
        CompletableFuture<Connection> opened = rig.begin(rig.line().reconnect(null));
        ScriptedPeer peer = rig.connect().accepts();
        rig.loops.settle();
        assertThat(Await.failure(opened))
                .isInstanceOf(ClosedSessionException.class)
                .hasMessageContaining("handler_error")
                .hasRootCauseMessage("not this peer");
        assertThat(rig.loops.reactor.connections()).isEmpty();
        peer.sendsFin();
        rig.loops.settle();
        assertThat(rig.loops.sessions(0)).isZero();
    }

    @Test
    @Tag("D3")
    void whatCannotEvenBeginIsAFailureLikeAnyOther() {
        rig.engine().connectFailure = new IOException("Too many open files");
        assertThat(Await.failure(rig.begin(rig.line().reconnect(null))))
                .hasMessage("connect to 192.0.2.7:7000: Too many open files");
    }

    @Test
    @Tag("D2")
    void anAttemptIsGivenUpWhenItsTimeIsOver() {
        CompletableFuture<Connection> opened =
                rig.begin(rig.line().connectTimeout(Duration.ofSeconds(3)).reconnect(null));
        rig.advance(2999);
        assertThat(opened).isNotCompleted();
        rig.advance(2);
        assertThat(Await.failure(opened))
                .isInstanceOf(ConnectTimeoutException.class)
                .hasMessage("connect to 192.0.2.7:7000: no answer within 3000 ms");
        assertThat(rig.connect().isCancelled()).isTrue();
    }

    @Test
    @Tag("D2")
    void anAnswerInTimeLeavesNoTimer() {
        ScriptedPeer peer = rig.open(rig.line().session(SessionSettings.DEFAULT));
        rig.advance(60_000);
        assertThat(state()).isEqualTo(ConnectionState.OPEN);
        assertThat(peer.isClosed()).isFalse();
    }

    @Test
    @Tag("D4")
    void isTriedAgainWithGrowingDelays() {
        CompletableFuture<Connection> opened = rig.begin(rig.line());
        for (int millis : new int[] {100, 200, 400, 800, 1000, 1000}) {
            int before = rig.attempts();
            rig.refuse();
            assertThat(opened).as("it is served: it waits").isCompleted();
            assertThat(state()).isEqualTo(ConnectionState.WAITING);
            assertThat(rig.connection().failure().orElseThrow()).hasMessageContaining("refused");
            rig.advance(millis - 1);
            assertThat(rig.attempts()).as("before %d ms", millis).isEqualTo(before);
            rig.advance(2);
            assertThat(rig.attempts()).as("after %d ms", millis).isEqualTo(before + 1);
        }
        assertThat(state()).isEqualTo(ConnectionState.CONNECTING);
        rig.connect().accepts();
        rig.loops.settle();
        assertThat(state()).isEqualTo(ConnectionState.OPEN);
        assertThat(rig.connection().failure()).isEmpty();
        assertThat(rig.connection().stats().connectFailures()).isEqualTo(6);
        assertThat(rig.connection().session().orElseThrow().name())
                .as("attempts count no session")
                .isEqualTo("line-1");
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "Connection 'line' cannot be opened (connect to 192.0.2.7:7000: Connection"
                                + " refused); next try in 100 ms",
                        "Connection 'line' is open: 192.0.2.7:7000");
    }

    @Test
    @Tag("D4")
    void aPeerThatAcceptsAndClosesAtOnceIsNotFlooded() {
        rig.open(rig.line()).sendsFin();
        rig.loops.settle();
        for (int millis : new int[] {100, 200, 400, 800, 1000}) {
            int before = rig.attempts();
            rig.advance(millis - 1);
            assertThat(rig.attempts()).as("before %d ms", millis).isEqualTo(before);
            rig.advance(2);
            assertThat(rig.attempts()).as("after %d ms", millis).isEqualTo(before + 1);
            rig.connect().accepts().sendsFin();
            rig.loops.settle();
        }
        rig.advance(1001);
        rig.connect().accepts().sends("hello\n").sendsFin();
        rig.loops.settle();
        int before = rig.attempts();
        rig.advance(101);
        assertThat(rig.attempts()).as("it lives: short again").isEqualTo(before + 1);
    }

    @Test
    @Tag("D4")
    void aSilentSessionThatHasLastedIsNoFailure() {
        ScriptedPeer first = rig.open(rig.line());
        first.sendsFin();
        rig.loops.settle();
        rig.advance(101);
        ScriptedPeer second = rig.connect().accepts();
        rig.loops.settle();
        rig.advance(1500);
        second.sendsFin();
        rig.loops.settle();
        int before = rig.attempts();
        rig.advance(101);
        assertThat(rig.attempts()).isEqualTo(before + 1);
    }

    @Test
    @Tag("D4")
    void withoutReconnectingTheEndIsTheEnd() {
        rig.open(rig.line().reconnect(null)).sendsFin();
        rig.loops.settle();
        rig.advance(600_000);
        assertThat(rig.attempts()).isEqualTo(1);
        assertThat(state()).isEqualTo(ConnectionState.STOPPED);
        assertThat(Await.failure(rig.demand())).hasMessage("connection line was stopped");
        assertThat(rig.loops.observer.listeners).containsExactly("started:line", "stopped:line");
    }

    @Test
    @Tag("D3")
    void aSocketThatMeetsItselfIsNoConnection() {
        CompletableFuture<Connection> opened = rig.begin(rig.line().reconnect(null));
        ScriptedPeer itself = rig.connect().acceptsFrom(rig.connect().settings.remote());
        rig.loops.settle();
        assertThat(Await.failure(opened)).hasMessageContaining("met itself");
        assertThat(itself.isClosed()).isTrue();
        assertThat(rig.handler.opened).isEmpty();
    }

    @Test
    @Tag("E5")
    void closingSaysGoodbyeAsOnAnySocket() {
        ScriptedPeer peer = rig.open(rig.line());
        rig.connection().session().orElseThrow().send("last");
        CompletableFuture<Void> stopped = rig.connection().stop().toCompletableFuture();
        rig.loops.settle();
        assertThat(peer.receivedText()).isEqualTo("last\n");
        assertThat(peer.gotFin()).isTrue();
        assertThat(peer.isClosed()).as("it waits for the peer's FIN").isFalse();
        assertThat(stopped).isNotCompleted();
        peer.sendsFin();
        rig.loops.settle();
        assertThat(peer.isClosed()).isTrue();
        assertThat(stopped).isCompleted();
    }

    @Test
    @Tag("E7")
    void mayBeHalfClosed() {
        ScriptedPeer peer =
                rig.open(rig.line().session(SessionSettings.DEFAULT.withHalfClose(true)));
        peer.sendsFin();
        rig.loops.settle();
        Session session = rig.connection().session().orElseThrow();
        assertThat(session.send("still")).isEqualTo(SendResult.ACCEPTED);
        rig.loops.settle();
        assertThat(peer.receivedText()).isEqualTo("still\n");
        session.shutdownOutput();
        rig.loops.settle();
        assertThat(peer.isClosed()).isTrue();
    }

    @Test
    @Tag("E9")
    void anIdleSessionIsClosedAndConnectedAgain() {
        ScriptedPeer peer = rig.open(rig.line());
        rig.advance(SessionTimeouts.DEFAULT.idle().toMillis() + 1);
        assertThat(peer.gotFin()).isTrue();
        peer.sendsFin();
        rig.loops.settle();
        assertThat(rig.handler.takeEvents()).endsWith("close:IDLE_TIMEOUT");
        rig.advance(101);
        assertThat(state()).isEqualTo(ConnectionState.CONNECTING);
    }

    @Test
    @Tag("I6")
    void mayBeginLater() {
        CompletableFuture<Connection> opened =
                rig.loops
                        .reactor
                        .connect(rig.line().build(), Duration.ofSeconds(10))
                        .toCompletableFuture();
        rig.loops.settle();
        assertThat(state()).isEqualTo(ConnectionState.WAITING);
        rig.advance(9_999);
        assertThat(rig.attempts()).isZero();
        rig.advance(2);
        assertThat(rig.attempts()).isEqualTo(1);
        rig.connect().accepts();
        rig.loops.settle();
        assertThat(opened).isCompletedWithValue(rig.connection());
    }

    @Test
    @Tag("I6")
    void whatIsToBeginLaterCanBeStopped() {
        CompletableFuture<Connection> opened =
                rig.loops
                        .reactor
                        .connect(rig.line().build(), Duration.ofSeconds(10))
                        .toCompletableFuture();
        rig.loops.settle();
        rig.connection().stop();
        rig.loops.settle();
        assertThat(Await.failure(opened)).hasMessage("connection line was stopped");
        rig.advance(20_000);
        assertThat(rig.attempts()).isZero();
    }
}
