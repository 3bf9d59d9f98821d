package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Those who ask for the session of a connection. */
@Tag("D4")
class ConnectionDemandTest {

    private final ConnectionRig rig = new ConnectionRig();

    @AfterEach
    void close() {
        rig.close();
    }

    private ConnectionConfig.Builder onDemand() {
        return rig.line().opening(Opening.ON_DEMAND);
    }

    private ConnectionState state() {
        return rig.connection().state();
    }

    private ScriptedPeer openOnDemand() {
        CompletableFuture<Session> session = rig.demand();
        ScriptedPeer peer = rig.connect().accepts();
        rig.loops.settle();
        assertThat(session).isCompletedWithValue(rig.connection().session().orElseThrow());
        return peer;
    }

    @Test
    @Tag("I6")
    void nothingIsOpenedBeforeSomebodyAsks() {
        assertThat(rig.begin(onDemand())).isCompleted();
        assertThat(state()).isEqualTo(ConnectionState.IDLE);
        rig.advance(600_000);
        assertThat(rig.attempts()).isZero();
        openOnDemand();
        assertThat(state()).isEqualTo(ConnectionState.OPEN);
    }

    @Test
    void allWhoAskShareOneAttempt() {
        rig.begin(onDemand());
        List<CompletableFuture<Session>> asked = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            asked.add(rig.demand());
        }
        assertThat(rig.attempts()).isEqualTo(1);
        rig.connect().accepts();
        rig.loops.settle();
        Session session = rig.connection().session().orElseThrow();
        assertThat(asked).allSatisfy(each -> assertThat(each).isCompletedWithValue(session));
        assertThat(rig.connection().open()).isCompletedWithValue(session);
        assertThat(rig.attempts()).isEqualTo(1);
    }

    @Test
    @Tag("D3")
    void allWhoAskLearnWhyThereIsNone() {
        rig.begin(onDemand());
        CompletableFuture<Session> first = rig.demand();
        CompletableFuture<Session> second = rig.demand();
        rig.refuse();
        assertThat(Await.failure(first)).hasMessageContaining("Connection refused");
        assertThat(Await.failure(second)).hasMessageContaining("Connection refused");
        assertThat(state()).isEqualTo(ConnectionState.IDLE);
        rig.advance(600_000);
        assertThat(rig.attempts()).as("nobody has asked again").isEqualTo(1);
    }

    @Test
    void whoAsksTooSoonAfterAFailureLearnsWhenToAsk() {
        rig.begin(onDemand());
        rig.demand();
        rig.refuse();
        rig.advance(40);
        Throwable soon = Await.failure(rig.demand());
        assertThat(soon).isInstanceOf(IOException.class).hasMessageContaining("before 60 ms");
        assertThat(soon.getCause()).hasMessageContaining("Connection refused");
        assertThat(rig.attempts()).isEqualTo(1);
        rig.advance(60);
        rig.demand();
        assertThat(rig.attempts()).isEqualTo(2);
        rig.refuse();
        rig.advance(199);
        assertThat(rig.demand()).isCompletedExceptionally();
        rig.advance(1);
        rig.demand();
        assertThat(rig.attempts()).as("the delay has doubled").isEqualTo(3);
    }

    @Test
    void withoutReconnectingEveryDemandIsAnAttempt() {
        rig.begin(onDemand().reconnect(null));
        for (int i = 1; i <= 5; i++) {
            CompletableFuture<Session> asked = rig.demand();
            assertThat(rig.attempts()).isEqualTo(i);
            rig.refuse();
            assertThat(asked).isCompletedExceptionally();
        }
        openOnDemand();
    }

    @Test
    void itIsIdleAgainWhenItsSessionEnds() {
        rig.begin(onDemand());
        ScriptedPeer peer = openOnDemand();
        peer.sends("x\n").sendsFin();
        rig.loops.settle();
        assertThat(state()).isEqualTo(ConnectionState.IDLE);
        rig.advance(600_000);
        assertThat(rig.attempts()).isEqualTo(1);
        openOnDemand();
        assertThat(rig.connection().session().orElseThrow().name()).isEqualTo("line-2");
    }

    @Test
    @Tag("E9")
    void aSessionThatNobodyUsesEndsAndIsOpenedWhenItIsNeeded() {
        rig.begin(onDemand());
        ScriptedPeer peer = openOnDemand();
        rig.advance(SessionTimeouts.DEFAULT.idle().toMillis() + 1);
        CompletableFuture<Session> asked = rig.demand();
        assertThat(asked).as("the session is closing: another one is needed").isNotDone();
        peer.sendsFin();
        rig.loops.settle();
        assertThat(rig.attempts()).as("its end was ours, so at once").isEqualTo(2);
        rig.connect().accepts();
        rig.loops.settle();
        assertThat(asked).isCompletedWithValue(rig.connection().session().orElseThrow());
    }

    @Test
    void aPeerThatAcceptsAndClosesAtOnceIsNotFlooded() {
        rig.begin(onDemand());
        openOnDemand().sendsFin();
        rig.loops.settle();
        assertThat(Await.failure(rig.demand())).hasMessageContaining("before 100 ms");
        rig.advance(100);
        openOnDemand().sendsFin();
        rig.loops.settle();
        assertThat(Await.failure(rig.demand())).hasMessageContaining("before 200 ms");
    }

    @Test
    @Tag("D3")
    void aHandlerThatClosesWhatIsOpenedIsTheCause() {
        rig.handler.open(Session::abort);
        rig.begin(onDemand());
        CompletableFuture<Session> asked = rig.demand();
        rig.connect().accepts();
        rig.loops.settle();
        assertThat(Await.failure(asked)).isInstanceOf(ClosedSessionException.class);
        assertThat(state()).isEqualTo(ConnectionState.IDLE);
    }

    @Test
    void atStartTheNextAttemptIsTheAnswer() {
        rig.begin(rig.line());
        CompletableFuture<Session> first = rig.demand();
        rig.refuse();
        assertThat(first).as("it does not hang until the peer is there").isCompletedExceptionally();
        CompletableFuture<Session> second = rig.demand();
        assertThat(second).isNotDone();
        assertThat(state()).isEqualTo(ConnectionState.WAITING);
        rig.advance(101);
        rig.connect().accepts();
        rig.loops.settle();
        assertThat(second).isCompletedWithValue(rig.connection().session().orElseThrow());
    }

    @Test
    void tooManyCallersAreRefused() {
        rig.begin(onDemand());
        List<CompletableFuture<Session>> asked = new ArrayList<>();
        for (int i = 0; i < SessionWaiters.MOST; i++) {
            asked.add(rig.connection().open().toCompletableFuture());
        }
        assertThat(Await.failure(rig.connection().open()))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessageContaining("4096 callers");
        rig.loops.settle();
        rig.connect().accepts();
        rig.loops.settle();
        assertThat(asked).allSatisfy(each -> assertThat(each).isCompleted());
        rig.connection().session().orElseThrow().abort();
        rig.loops.settle();
        assertThat(rig.demand()).as("there is room again").isNotDone();
    }

    @Test
    @Tag("I6")
    void itMayBeAskedBeforeItBegins() {
        CompletableFuture<Connection> opened =
                rig.loops
                        .reactor
                        .connect(onDemand().build(), Duration.ofSeconds(1))
                        .toCompletableFuture();
        CompletableFuture<Session> asked = rig.demand();
        assertThat(rig.attempts()).isZero();
        rig.advance(1001);
        assertThat(opened).isCompleted();
        rig.connect().accepts();
        rig.loops.settle();
        assertThat(asked).isCompleted();
    }

    @Test
    void aHandlerMayAskForAnotherSessionAsItsOwnEnds() {
        List<CompletableFuture<Session>> asked = new ArrayList<>();
        rig.handler.close(session -> {
            if (asked.isEmpty()) {
                asked.add(rig.connection().open().toCompletableFuture());
            }
        });
        rig.begin(onDemand());
        openOnDemand().sends("x\n").sendsFin();
        rig.loops.settle();
        assertThat(asked.get(0)).isNotDone();
        rig.connect().accepts();
        rig.loops.settle();
        assertThat(asked.get(0)).isCompletedWithValue(rig.connection().session().orElseThrow());
    }

    @Test
    void whoWaitsNoLongerTakesNobodysPlace() {
        rig.begin(onDemand());
        CompletableFuture<Session> patient = rig.demand();
        for (int round = 0; round < 3; round++) {
            List<CompletableFuture<Session>> impatient = new ArrayList<>();
            for (int i = 1; i < SessionWaiters.MOST; i++) {
                impatient.add(rig.connection().open().toCompletableFuture());
            }
            rig.loops.settle();
            impatient.forEach(each -> assertThat(each.cancel(false)).isTrue());
        }
        CompletableFuture<Session> next = rig.demand();
        rig.connect().accepts();
        rig.loops.settle();
        assertThat(patient).isCompleted();
        assertThat(next).isCompleted();
    }
}
