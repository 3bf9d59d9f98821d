package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A connection, its reactor or its loop ends, whatever is under way. */
@Tag("D3")
class ConnectionEndsTest {

    private enum Stage {
        LOOKING_UP,
        CONNECTING,
        SECOND_ADDRESS,
        WAITING,
        OPEN
    }

    private final ConnectionRig rig = new ConnectionRig();
    private CompletableFuture<Connection> opened;
    private CompletableFuture<Session> session;
    private Connection connection;

    @AfterEach
    void close() {
        rig.close();
    }

    private void bring(Stage stage) {
        opened = rig.begin(rig.line().host("peer", 80));
        connection = rig.connection();
        session = rig.demand();
        if (stage == Stage.LOOKING_UP) {
            Await.next(rig.lookups);
            return;
        }
        rig.answer("192.0.2.1", "192.0.2.2");
        if (stage == Stage.CONNECTING) {
            return;
        }
        rig.refuse();
        if (stage == Stage.WAITING) {
            rig.refuse();
            assertThat(session).isCompletedExceptionally();
            session = rig.demand();
            assertThat(session).isNotDone();
        } else if (stage == Stage.OPEN) {
            rig.connect().accepts();
            rig.loops.settle();
            assertThat(session).isCompleted();
        }
    }

    private void assertEnded(Stage stage, String why) {
        boolean wasServed = stage == Stage.WAITING || stage == Stage.OPEN;
        if (wasServed) {
            assertThat(opened).isCompletedWithValue(connection);
        } else {
            assertThat(Await.failure(opened)).hasMessageContaining(why);
        }
        if (stage != Stage.OPEN) {
            assertThat(Await.failure(session)).hasMessageContaining(why);
        }
        assertThat(connection.session()).isEmpty();
        assertThat(Await.failure(connection.open()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(why);
        for (ScriptedConnect each : rig.engine().connects) {
            assertThat(each.isOver()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(Stage.class)
    void stop(Stage stage) {
        bring(stage);
        CompletableFuture<Void> stopped = connection.stop().toCompletableFuture();
        assertThat(connection.state()).isEqualTo(ConnectionState.STOPPED);
        rig.loops.settle();
        if (stage == Stage.OPEN) {
            rig.engine().peers.get(0).sendsFin();
            rig.loops.settle();
        }
        assertThat(stopped).isCompleted();
        int attempts = rig.attempts();
        rig.advance(600_000);
        assertThat(rig.attempts()).isEqualTo(attempts);
        assertThat(rig.loops.loop(0).timers().size()).isZero();
        CompletableFuture<Session> late = connection.open().toCompletableFuture();
        rig.loops.settle();
        assertThat(late).isCompletedExceptionally();
        assertThat(rig.loops.observer.listeners).endsWith("stopped:line");
        if (stage != Stage.OPEN) {
            assertThat(Await.failure(session)).hasMessage("connection line was stopped");
        }
    }

    @ParameterizedTest
    @EnumSource(Stage.class)
    void drain(Stage stage) {
        bring(stage);
        CompletableFuture<Void> drained = rig.loops.reactor.drain().toCompletableFuture();
        rig.loops.settle();
        if (stage == Stage.OPEN) {
            rig.engine().peers.get(0).sendsFin();
            rig.loops.settle();
        }
        assertThat(drained).isCompleted();
        assertThat(connection.state()).isEqualTo(ConnectionState.STOPPED);
        int attempts = rig.attempts();
        rig.advance(600_000);
        assertThat(rig.attempts()).isEqualTo(attempts);
    }

    @ParameterizedTest
    @EnumSource(Stage.class)
    void theReactorCloses(Stage stage) {
        bring(stage);
        rig.loops.reactor.close();
        assertEnded(stage, "connection line was stopped");
    }

    @ParameterizedTest
    @EnumSource(Stage.class)
    void theLoopEnds(Stage stage) {
        bring(stage);
        rig.loops.end(0);
        assertThat(connection.state()).isEqualTo(ConnectionState.FAILED);
        assertEnded(stage, "event loop scripted-0 has ended");
        assertThat(connection.stop()).isCompleted();
    }

    @ParameterizedTest
    @EnumSource(Stage.class)
    void theReactorStartsAgain(Stage stage) {
        bring(stage);
        rig.loops.reactor.close();
        rig.loops.engines.clear();
        rig.loops.reactor.startEmbedded();
        rig.open(rig.line());
        assertThat(rig.connection().state()).isEqualTo(ConnectionState.OPEN);
    }

    /** The next connection of that name shares its figures, and not its end. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whoeverStopsAConnectionDoesNotWaitForTheNextOneOfThatName(boolean gracefully) {
        ScriptedPeer former = rig.open(rig.line());
        Connection stopped = rig.connection();
        CompletableFuture<Void> ended =
                (gracefully ? stopped.drain() : stopped.stop()).toCompletableFuture();
        rig.loops.settle();
        rig.open(rig.line());
        assertThat(ended).as("the former session waits for FIN").isNotDone();
        former.sendsFin();
        rig.loops.settle();
        assertThat(stopped.session()).isEmpty();
        assertThat(ended).isCompleted();
        assertThat(rig.connection().session()).isPresent();
        assertThat(rig.connection().stats().sessions()).isEqualTo(1);
    }
}
