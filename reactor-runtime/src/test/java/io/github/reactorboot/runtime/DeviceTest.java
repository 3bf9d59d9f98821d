package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.reactorboot.runtime.engine.Resource;
import io.github.reactorboot.runtime.engine.Resource.Access;
import io.github.reactorboot.runtime.engine.UnsupportedResourceException;
import io.github.reactorboot.runtime.framing.Framers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A device over an engine whose other end is the test. */
@Tag("N5")
class DeviceTest {

    private static final Path ABSENT = Path.of("/nowhere/line");
    private static final Backoff EVEN =
            new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1), 0);

    private final RecordingHandler handler = RecordingHandler.echo();
    private final EmbeddedLoops loops = new EmbeddedLoops(1, false, handler);
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
        loops.close();
    }

    private ScriptedEngine engine() {
        return loops.engines.get(0);
    }

    private ScriptedPeer wire() {
        return engine().devices.get(engine().devices.size() - 1);
    }

    private ConnectionConfig.Builder line() {
        return ConnectionConfig.builder("line")
                .device(ABSENT)
                .framer(Framers.line())
                .handler(handler)
                .reconnect(EVEN);
    }

    private CompletableFuture<Connection> openLater(ConnectionConfig.Builder config) {
        CompletableFuture<Connection> opened =
                loops.reactor.connect(config.build()).toCompletableFuture();
        loops.settle();
        return opened;
    }

    private Connection open(ConnectionConfig.Builder config) {
        CompletableFuture<Connection> opened = openLater(config);
        assertThat(opened).isCompleted();
        return opened.join();
    }

    @Test
    void servesASession() {
        Connection device = open(line());
        assertThat(device.state()).isEqualTo(ConnectionState.OPEN);
        assertThat(engine().opened)
                .containsExactly(new Resource.DeviceFile(ABSENT, Access.READ_WRITE));
        Session session = device.session().orElseThrow();
        assertThat(session.name()).isEqualTo("line-1");
        assertThat(session.endpoint()).isEqualTo("line");
        assertThat(session.remoteAddress()).isNull();
        assertThat(session.localAddress()).isNull();
        wire().sends("one\ntwo\n");
        loops.settle();
        assertThat(wire().receivedText()).isEqualTo("one\ntwo\n");
        assertThat(device.stats().framesIn()).isEqualTo(2);
        assertThat(device.stats().sessions()).isEqualTo(1);
        assertThat(loops.reactor.connection("line")).containsSame(device);
        assertThat(loops.reactor.connections()).containsExactly(device);
        assertThat(loops.observer.listeners).containsExactly("started:line");
    }

    @Test
    void isOpenedAgainAfterItsEnd() {
        Connection device = open(line());
        wire().sends("one\n").sendsFin();
        loops.settle();
        assertThat(handler.takeEvents())
                .containsExactly("open", "message:one", "close:PEER_CLOSED");
        assertThat(device.state()).isEqualTo(ConnectionState.WAITING);
        assertThat(device.session()).isEmpty();
        assertThat(device.stats().sessions()).isZero();
        loops.advance(Duration.ofMillis(99));
        assertThat(engine().opened).hasSize(1);
        loops.advance(Duration.ofMillis(2));
        assertThat(device.state()).isEqualTo(ConnectionState.OPEN);
        assertThat(device.session().orElseThrow().name()).isEqualTo("line-2");
    }

    @Test
    void waitsLongerAfterSessionsThatReceivedNothing() {
        open(line());
        for (int millis : new int[] {100, 200, 400, 800, 1000, 1000}) {
            int opened = engine().opened.size();
            wire().sendsFin();
            loops.settle();
            loops.advance(Duration.ofMillis(millis - 2));
            assertThat(engine().opened).as("before %d ms", millis).hasSize(opened);
            loops.advance(Duration.ofMillis(4));
            assertThat(engine().opened).as("after %d ms", millis).hasSize(opened + 1);
        }
        wire().sends("x\n").sendsFin();
        loops.settle();
        int opened = engine().opened.size();
        loops.advance(Duration.ofMillis(102));
        assertThat(engine().opened).as("it lives: short again").hasSize(opened + 1);
    }

    @Test
    void aHandlerErrorEndsTheSessionAndNotTheDevice() {
        handler.message((session, frame) -> {
            throw new IllegalStateException("no");
        });
        Connection device = open(line());
        wire().sends("x\n");
        loops.settle();
        assertThat(handler.takeEvents()).endsWith("close:HANDLER_ERROR");
        loops.advance(Duration.ofMillis(102));
        assertThat(device.state()).isEqualTo(ConnectionState.OPEN);
    }

    @Test
    void closingNeedsNoAnswerOfTheOtherEnd() {
        Connection device = open(line());
        device.session().orElseThrow().send("last");
        device.session().orElseThrow().close();
        loops.settle();
        assertThat(wire().receivedText()).isEqualTo("last\n");
        assertThat(wire().isClosed()).isTrue();
        assertThat(handler.takeEvents()).containsExactly("open", "close:LOCAL_CLOSE");
        assertThat(device.state())
                .as("a session was closed, not the device")
                .isEqualTo(ConnectionState.WAITING);
    }

    @Test
    void stopFlushesAndOpensNothingMore() {
        Connection device = open(line());
        wire().takesOnly(2);
        device.session().orElseThrow().send("last");
        CompletableFuture<Void> stopped = device.stop().toCompletableFuture();
        loops.settle();
        assertThat(stopped).isNotCompleted();
        assertThat(device.state()).isEqualTo(ConnectionState.STOPPED);
        wire().takesMore(100);
        loops.settle();
        assertThat(stopped).isCompleted();
        assertThat(wire().receivedText()).isEqualTo("last\n");
        loops.advance(Duration.ofMinutes(5));
        assertThat(engine().opened).hasSize(1);
        assertThat(loops.observer.listeners).containsExactly("started:line", "stopped:line");
    }

    @Test
    void stopEndsTheWaiting() {
        engine().openFailure = new IOException("open: ENOENT");
        Connection device = open(line());
        CompletableFuture<Void> stopped = device.stop().toCompletableFuture();
        loops.settle();
        assertThat(stopped).isCompleted();
        engine().openFailure = null;
        loops.advance(Duration.ofMinutes(5));
        assertThat(engine().opened).hasSize(1);
    }

    @Test
    void drainAnswersWhatHasArrived() {
        Connection device = open(line());
        wire().sends("a\n").sends("b\n");
        CompletableFuture<Void> drained = loops.reactor.drain().toCompletableFuture();
        loops.settle();
        assertThat(drained).isCompleted();
        assertThat(wire().receivedText()).isEqualTo("a\nb\n");
        assertThat(handler.takeEvents()).contains("drain").endsWith("close:SHUTDOWN");
        loops.advance(Duration.ofMinutes(5));
        assertThat(device.state()).isEqualTo(ConnectionState.STOPPED);
        assertThat(engine().opened).hasSize(1);
    }

    @Test
    void aStoppedDeviceLeavesItsNameAndItsFigures() {
        Connection first = open(line());
        wire().sends("a\n");
        loops.settle();
        first.stop();
        loops.settle();
        Connection second = open(line());
        assertThat(second.session().orElseThrow().name()).isEqualTo("line-2");
        assertThat(second.stats().framesIn()).isEqualTo(1);
        assertThat(loops.reactor.connections()).containsExactly(second);
    }

    @Test
    void aNameBelongsToOneListenerOrDevice() {
        open(line());
        assertThat(openLater(line()))
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withMessageContaining("has a connection named line");
        CompletableFuture<Listener> listener =
                loops.reactor
                        .listen(
                                ListenerConfig.builder("line")
                                        .address("127.0.0.1", 0)
                                        .handler(handler)
                                        .build())
                        .toCompletableFuture();
        assertThat(listener)
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withMessageContaining("has a connection named line");
        loops.listen(loops.lines());
        assertThat(openLater(ConnectionConfig.builder("main").device(ABSENT).handler(handler)))
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withMessageContaining("has a listener named main");
    }

    @Test
    void whatIsNotThereIsTriedAgainAndToldOnce() {
        engine().openFailure = new IOException("open /nowhere/line: ENOENT, No such file");
        Connection device = open(line());
        assertThat(device.state()).isEqualTo(ConnectionState.WAITING);
        assertThat(device.failure()).containsSame(engine().openFailure);
        loops.advance(Duration.ofMillis(101));
        loops.advance(Duration.ofMillis(201));
        loops.advance(Duration.ofMinutes(5));
        assertThat(engine().opened).hasSize(4);
        assertThat(loops.observer.pauses)
                .containsExactly(
                        Duration.ofMillis(100),
                        Duration.ofMillis(200),
                        Duration.ofMillis(400),
                        Duration.ofMillis(800));
        assertThat(lines.list).hasSize(1);
        assertThat(lines.list.get(0).getLevel()).isEqualTo(Level.WARN);
        assertThat(lines.list.get(0).getFormattedMessage())
                .contains("Connection 'line'", "/nowhere/line", "ENOENT", "100 ms");
        engine().openFailure = null;
        loops.advance(Duration.ofSeconds(1));
        assertThat(device.state()).isEqualTo(ConnectionState.OPEN);
        assertThat(device.failure()).isEmpty();
        assertThat(device.session().orElseThrow().name())
                .as("attempts count no session")
                .isEqualTo("line-1");
        assertThat(lines.list.get(1).getFormattedMessage()).contains("Connection 'line' is open");
    }

    @Test
    void withoutReopeningAFailureIsTheAnswer() {
        engine().openFailure = new IOException("open: EACCES");
        assertThat(openLater(line().reconnect(null)))
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCause(engine().openFailure);
        assertThat(loops.reactor.connections()).isEmpty();
        assertThat(lines.list).isEmpty();
    }

    @Test
    void withoutReopeningTheEndIsTheEnd() {
        Connection device = open(line().reconnect(null));
        wire().sendsFin();
        loops.settle();
        loops.advance(Duration.ofMinutes(5));
        assertThat(device.state()).isEqualTo(ConnectionState.STOPPED);
        assertThat(engine().opened).hasSize(1);
        assertThat(loops.observer.listeners).containsExactly("started:line", "stopped:line");
    }

    @Test
    void whatCannotBeServedIsNotTriedAgain() {
        engine().openFailure = new UnsupportedResourceException("line is a regular file");
        assertThat(openLater(line()))
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCause(engine().openFailure);
        loops.advance(Duration.ofMinutes(5));
        assertThat(engine().opened).hasSize(1);
    }

    @Test
    void whatBecomesNoDeviceIsGivenUp() {
        Connection device = open(line());
        engine().openFailure = new UnsupportedResourceException("line is a regular file");
        wire().sendsFin();
        loops.settle();
        loops.advance(Duration.ofMinutes(5));
        assertThat(engine().opened).hasSize(2);
        assertThat(device.state()).isEqualTo(ConnectionState.FAILED);
        assertThat(lines.list).extracting(ILoggingEvent::getLevel).containsExactly(Level.ERROR);
        assertThat(lines.list.get(0).getFormattedMessage()).contains("line is a regular file");
    }

    @Test
    void toADeviceThatIsOnlyReadNothingIsSent() {
        Connection device = open(line().device(ABSENT, Access.READ));
        wire().sends("one\n");
        loops.settle();
        Session session = device.session().orElseThrow();
        assertThat(session.isOpen()).isFalse();
        assertThat(session.isWritable()).isFalse();
        assertThat(session.send("x")).isEqualTo(SendResult.CLOSED);
        assertThat(session.reply(StandardCharsets.UTF_8.encode("x"))).isEqualTo(SendResult.CLOSED);
        assertThat(device.stats().sendsRefused()).as("the echo and these two").isEqualTo(3);
        assertThat(device.stats().framesOut()).isZero();
        assertThat(handler.takeEvents()).containsExactly("open", "message:one");
        wire().sends("two\n").sendsFin();
        loops.settle();
        assertThat(handler.takeEvents()).containsExactly("message:two", "close:PEER_CLOSED");
        assertThat(session.send("x")).isEqualTo(SendResult.CLOSED);
        assertThat(device.stats().sendsRefused()).as("one more echo, and that").isEqualTo(5);
    }

    @Test
    void halfClosedIsNothingForADevice() {
        Connection device = open(line().session(SessionSettings.DEFAULT.withHalfClose(true)));
        wire().sendsFin();
        loops.settle();
        assertThat(handler.takeEvents()).containsExactly("open", "close:PEER_CLOSED");
        assertThat(device.state()).isEqualTo(ConnectionState.WAITING);
    }

    @Test
    void silenceForHoursIsNoReasonToClose() {
        Connection device = open(line());
        loops.advance(Duration.ofHours(5));
        assertThat(device.session()).isPresent();
        assertThat(handler.takeEvents()).containsExactly("open");
    }

    @Test
    void goesDownWithTheReactor() {
        Connection device = open(line());
        loops.reactor.close();
        assertThat(handler.takeEvents()).containsExactly("open", "close:SHUTDOWN");
        assertThat(device.state()).isEqualTo(ConnectionState.STOPPED);
        assertThat(loops.reactor.connections()).isEmpty();
        assertThat(openLater(line()))
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withMessageContaining("is not running");
    }

    @Test
    void isLostWithItsLoop() {
        Connection device = open(line());
        loops.end(0);
        assertThat(device.state()).isEqualTo(ConnectionState.FAILED);
        assertThat(device.session()).isEmpty();
        assertThat(device.stop()).isCompleted();
    }

    @Test
    void anEngineThatServesSocketsOnlySaysWhichOneServesDevices() {
        try (Reactor reactor = Reactor.builder("sockets").loops(1).engine("nio").build()) {
            reactor.start();
            assertThat(Await.failure(reactor.connect(line().build())))
                    .isInstanceOf(UnsupportedResourceException.class)
                    .hasMessageContainingAll("/nowhere/line", "epoll or io_uring");
        }
    }
}
