package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Outbound sessions that are opened once, any number of one name. */
@Tag("D3")
class SingleSessionTest {

    private final ConnectionRig rig = new ConnectionRig();

    @AfterEach
    void close() {
        rig.close();
    }

    private CompletableFuture<Session> open() {
        CompletableFuture<Session> session =
                rig.loops.reactor.openSession(rig.line().build()).toCompletableFuture();
        rig.loops.settle();
        return session;
    }

    @Test
    void manyOfOneName() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            CompletableFuture<Session> asked = open();
            rig.connect().accepts();
            rig.loops.settle();
            assertThat(asked).isCompleted();
            names.add(asked.join().name());
        }
        assertThat(names).containsExactly("line-1", "line-2", "line-3");
        assertThat(rig.loops.reactor.sessions()).hasSize(3);
        assertThat(rig.loops.reactor.session("line-2")).isPresent();
        assertThat(rig.loops.reactor.connections()).isEmpty();
        assertThat(rig.loops.observer.listeners).isEmpty();
    }

    @Test
    void isNotConnectedAgain() {
        CompletableFuture<Session> asked = open();
        rig.connect().accepts().sends("x\n").sendsFin();
        rig.loops.settle();
        assertThat(asked).isCompleted();
        rig.advance(600_000);
        assertThat(rig.attempts()).isEqualTo(1);
        assertThat(rig.loops.loop(0).timers().size()).isZero();
        assertThat(rig.loops.observer.listeners).isEmpty();
    }

    @Test
    void aFailureIsTheAnswer() {
        CompletableFuture<Session> asked = open();
        rig.refuse();
        assertThat(Await.failure(asked)).hasMessageContaining("Connection refused");
        rig.advance(600_000);
        assertThat(rig.attempts()).isEqualTo(1);
    }

    @Test
    void whatFailsAtOnceIsToldWithItsCause() {
        CompletableFuture<Session> asked =
                rig.loops
                        .reactor
                        .openSession(rig.line().host("1::2::3", 80).build())
                        .toCompletableFuture();
        rig.loops.settle();
        assertThat(Await.failure(asked)).hasMessageContaining("1::2::3");
    }

    @Test
    void aNameBelongsToOneKind() {
        rig.open(rig.line());
        assertThat(Await.failure(open())).hasMessageContaining("has a connection named line");
    }

    @Test
    @Tag("K4")
    void aDrainEndsThemAndWhatIsUnderWay() {
        CompletableFuture<Session> first = open();
        ScriptedPeer peer = rig.connect().accepts();
        rig.loops.settle();
        assertThat(first).isCompleted();
        CompletableFuture<Session> second = open();
        CompletableFuture<Void> drained = rig.loops.reactor.drain().toCompletableFuture();
        rig.loops.settle();
        assertThat(Await.failure(second)).hasMessageContaining("was stopped");
        assertThat(drained).isNotDone();
        peer.sendsFin();
        rig.loops.settle();
        assertThat(drained).isCompleted();
    }

    @Test
    @Tag("K7")
    void theEndOfTheReactorIsAnAnswer() {
        CompletableFuture<Session> asked = open();
        rig.loops.reactor.close();
        assertThat(asked).isCompletedExceptionally();
        assertThat(Await.failure(rig.loops.reactor.openSession(rig.line().build())))
                .hasMessageContaining("is not running");
    }
}
