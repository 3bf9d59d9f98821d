package io.github.reactorboot.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.Pipe;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What holds on each engine for things that it watches for somebody else. */
@Tag("N5")
@Tag("Q2")
@Timeout(60)
public abstract class WatchContract {

    private static final long A_WHILE = TimeUnit.MILLISECONDS.toNanos(20);

    private final List<WatchedPipe> pipes = new ArrayList<>();

    /** Of this test. */
    protected EngineRig rig;

    /** The engine to look at; asked for once in each test. */
    protected abstract PollEngineProvider provider();

    @BeforeEach
    void open() throws IOException {
        rig = new EngineRig(provider());
    }

    @AfterEach
    void close() throws IOException {
        rig.close();
        for (WatchedPipe pipe : pipes) {
            pipe.close();
        }
    }

    /** A pipe of the kind that this engine watches. */
    protected WatchedPipe pipe() throws IOException {
        WatchedPipe made = WatchedPipe.of(rig.provider.name());
        pipes.add(made);
        return made;
    }

    protected Watcher watch(Watchable resource, Interest interest) throws IOException {
        Watcher watcher = new Watcher();
        watcher.watch = rig.engine.watch(resource, interest, watcher);
        return watcher;
    }

    private void assertSilent(Watcher watcher) throws IOException {
        int before = watcher.told.size();
        rig.turnsFor(A_WHILE);
        assertThat(watcher.told).hasSize(before);
        assertThat(watcher.failures).isEmpty();
    }

    /** In a turn of its own each time. */
    private void assertToldOnceEachTurn(Watcher watcher) throws IOException {
        for (int i = 0; i < 5; i++) {
            int before = watcher.told.size();
            rig.turnUntil(() -> watcher.told.size() > before);
            assertThat(watcher.told).hasSize(before + 1);
        }
    }

    @Test
    void inputIsToldInEachTurnUntilItIsRead() throws IOException {
        WatchedPipe pipe = pipe();
        Watcher watcher = watch(pipe.input(), Interest.READ);
        assertSilent(watcher);
        pipe.write("ab");
        assertToldOnceEachTurn(watcher);
        assertThat(pipe.read(1)).isEqualTo("a");
        rig.turn();
        assertToldOnceEachTurn(watcher);
        assertThat(watcher.told)
                .allMatch(ready -> ready.readable() && !ready.writable() && !ready.hungUp());
        assertThat(pipe.read(1)).isEqualTo("b");
        // What the engine has learned already may be told.
        rig.turn();
        assertSilent(watcher);
        pipe.write("c");
        assertToldOnceEachTurn(watcher);
    }

    @Test
    void aHandlerThatReadsIsToldOnceForEachWrite() throws IOException {
        WatchedPipe pipe = pipe();
        Watcher watcher = watch(pipe.input(), Interest.READ);
        StringBuilder read = new StringBuilder();
        watcher.onReady(ready -> read.append(pipe.read(10)));
        for (String text : List.of("one", "two", "three")) {
            read.setLength(0);
            pipe.write(text);
            rig.turnUntil(() -> read.length() > 0);
            assertThat(read).hasToString(text);
        }
        assertThat(watcher.told).hasSize(3);
        assertSilent(watcher);
    }

    @Test
    void whatEndsAWaitIsHandedOutAndCounted() throws IOException {
        WatchedPipe pipe = pipe();
        Watcher watcher = watch(pipe.input(), Interest.READ);
        rig.turnsFor(A_WHILE);
        pipe.write("x");
        watcher.onReady(ready -> pipe.read(1));
        assertThat(rig.turnsFor(A_WHILE).events()).isEqualTo(1);
    }

    @Test
    void roomIsToldWhenThereIsSome() throws IOException {
        WatchedPipe pipe = pipe();
        pipe.write(new byte[WatchedPipe.CAPACITY]);
        Watcher watcher = watch(pipe.output(), Interest.WRITE);
        assertSilent(watcher);
        for (int left = WatchedPipe.CAPACITY; left > 0; ) {
            left -= pipe.read(left).length();
        }
        assertToldOnceEachTurn(watcher);
        assertThat(watcher.told).allMatch(ready -> ready.writable() && !ready.readable());
    }

    @Test
    void bothAreToldInOneCall() throws IOException {
        Watcher watcher = watch(pipe().readyBothWays(), Interest.READ_WRITE);
        assertToldOnceEachTurn(watcher);
        assertThat(watcher.told).allMatch(ready -> ready.readable() && ready.writable());
    }

    @Test
    void onlyWhatWasAskedForIsTold() throws IOException {
        Watcher watcher = watch(pipe().readyBothWays(), Interest.WRITE);
        watcher.onReady(ready -> watcher.watch.interest(Interest.READ));
        rig.turnUntil(() -> !watcher.told.isEmpty());
        assertThat(watcher.told.get(0))
                .isEqualTo(Readiness.of(Interest.WRITE, true, true, false, false));
        watcher.onReady(ready -> watcher.watch.interest(Interest.NONE));
        rig.turnUntil(() -> watcher.told.size() > 1);
        assertThat(watcher.told.get(1))
                .isEqualTo(Readiness.of(Interest.READ, true, true, false, false));
        watcher.onReady(ready -> {});
        assertSilent(watcher);
        watcher.watch.interest(Interest.WRITE);
        watcher.watch.interest(Interest.READ);
        watcher.watch.interest(Interest.READ_WRITE);
        rig.turn();
        watcher.told.clear();
        assertToldOnceEachTurn(watcher);
        assertThat(watcher.told).allMatch(ready -> ready.readable() && ready.writable());
    }

    @Test
    void aChangeWhileNothingHappensCounts() throws IOException {
        WatchedPipe pipe = pipe();
        Watcher watcher = watch(pipe.input(), Interest.READ);
        rig.turn();
        watcher.watch.interest(Interest.NONE);
        pipe.write("x");
        assertSilent(watcher);
        watcher.watch.interest(Interest.READ);
        watcher.watch.interest(Interest.NONE);
        watcher.watch.interest(Interest.READ);
        assertToldOnceEachTurn(watcher);
        // Between two turns, when the kernel may know of it already.
        watcher.watch.interest(Interest.NONE);
        assertSilent(watcher);
    }

    @Test
    void noInterestAtFirstIsNone() throws IOException {
        WatchedPipe pipe = pipe();
        pipe.write("x");
        Watcher watcher = watch(pipe.input(), Interest.NONE);
        assertSilent(watcher);
        watcher.watch.interest(Interest.READ);
        assertToldOnceEachTurn(watcher);
    }

    @Test
    void aCancelInTheCallIsTheEnd() throws IOException {
        WatchedPipe pipe = pipe();
        Watcher watcher = watch(pipe.input(), Interest.READ);
        watcher.onReady(ready -> {
            watcher.watch.cancel();
            watcher.watch.cancel();
            watcher.watch.interest(Interest.READ_WRITE);
        });
        pipe.write("x");
        rig.turnUntil(() -> !watcher.told.isEmpty());
        assertSilent(watcher);
        assertThat(watcher.told).hasSize(1);
        assertThat(pipe.read(1)).as("it stays open").isEqualTo("x");
    }

    @Test
    void whatWasCancelledCanBeWatchedAgainAtOnce() throws IOException {
        WatchedPipe pipe = pipe();
        Watcher first = watch(pipe.input(), Interest.READ);
        List<Watcher> second = new ArrayList<>();
        first.onReady(ready -> {
            first.watch.cancel();
            second.add(watch(pipe.input(), Interest.READ));
        });
        pipe.write("x");
        rig.turnUntil(() -> !second.isEmpty());
        assertToldOnceEachTurn(second.get(0));
        assertThat(first.told).hasSize(1);
        second.get(0).watch.cancel();
        assertToldOnceEachTurn(watch(pipe.input(), Interest.READ));
    }

    @Test
    void oneThatIsCancelledByAnotherInTheSameTurnIsNotTold() throws IOException {
        WatchedPipe one = pipe();
        WatchedPipe other = pipe();
        one.write("x");
        other.write("x");
        Watcher first = watch(one.input(), Interest.READ);
        Watcher second = watch(other.input(), Interest.READ);
        first.onReady(ready -> second.watch.cancel());
        second.onReady(ready -> first.watch.cancel());
        rig.turnUntil(() -> !first.told.isEmpty() || !second.told.isEmpty());
        rig.turnsFor(TimeUnit.MILLISECONDS.toNanos(2));
        assertThat(first.told.isEmpty()).isNotEqualTo(second.told.isEmpty());
    }

    @Test
    void aHangUpIsToldUntilNobodyAsks() throws IOException {
        WatchedPipe pipe = pipe();
        pipe.write("rest");
        Watcher watcher = watch(pipe.input(), Interest.READ);
        pipe.closeOutput();
        assertToldOnceEachTurn(watcher);
        assertThat(pipe.read(10)).isEqualTo("rest");
        rig.turn();
        watcher.told.clear();
        assertToldOnceEachTurn(watcher);
        assertThat(pipe.read(10)).isEmpty();
        boolean knows = !rig.provider.name().equals("nio");
        assertThat(watcher.told).allMatch(ready -> ready.readable() && ready.hungUp() == knows);
        watcher.watch.interest(Interest.NONE);
        assertSilent(watcher);
    }

    @Test
    void aPipeThatNobodyReadsIsReadyForTheErrorOfAWrite() throws IOException {
        WatchedPipe pipe = pipe();
        pipe.write(new byte[WatchedPipe.CAPACITY]);
        Watcher watcher = watch(pipe.output(), Interest.WRITE);
        pipe.closeInput();
        assertToldOnceEachTurn(watcher);
        assertThat(watcher.told).allMatch(Readiness::writable);
        assertThatThrownBy(() -> pipe.write("x")).isInstanceOf(IOException.class);
    }

    @Test
    void aSecondWatchIsRefused() throws IOException {
        WatchedPipe pipe = pipe();
        Watcher watcher = watch(pipe.input(), Interest.NONE);
        assertThatThrownBy(() -> watch(pipe.input(), Interest.READ))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is watched by this loop already");
        pipe.write("x");
        watcher.watch.interest(Interest.READ);
        assertToldOnceEachTurn(watcher);
    }

    @Test
    void oneThatIsClosedByItsOwnerHarmsNobody() throws IOException {
        WatchedPipe pipe = pipe();
        Watcher watcher = watch(pipe.input(), Interest.READ);
        rig.turn();
        pipe.closeInput();
        if (rig.provider.name().equals("nio")) {
            // Closing wakes nobody, so this turn does not wait.
            rig.turn();
            assertThat(watcher.failures).hasSize(1);
            assertThat(watcher.failures.get(0)).isInstanceOf(ClosedChannelException.class);
        } else {
            assertSilent(watcher);
        }
        // It takes the numbers of descriptors that are free.
        EngineRig.Peer peer = rig.open();
        watcher.watch.cancel();
        watcher.watch.interest(Interest.READ);
        rig.turn();
        peer.clientSends("here");
        rig.turnUntil(() -> peer.events.receivedText().equals("here"));
        assertThat(watcher.told).isEmpty();
    }

    @Test
    void aHandlerThatThrowsLosesItsWatchAndNoOther() throws IOException {
        WatchedPipe pipe = pipe();
        WatchedPipe other = pipe();
        Watcher watcher = watch(pipe.input(), Interest.READ);
        Watcher lives = watch(other.input(), Interest.READ);
        watcher.onReady(ready -> {
            throw new IllegalStateException("thrown by a test");
        });
        pipe.write("x");
        other.write("x");
        rig.turnUntil(() -> !watcher.failures.isEmpty());
        assertThat(watcher.failures.get(0)).hasMessageContaining("thrown by a test");
        assertToldOnceEachTurn(lives);
        assertThat(watcher.told).hasSize(1);
        assertThat(watcher.failures).hasSize(1);
        assertToldOnceEachTurn(watch(pipe.input(), Interest.READ));
    }

    @Test
    void closingTheEngineLeavesWhatItWatchedOpen() throws IOException {
        WatchedPipe pipe = pipe();
        Watcher watcher = watch(pipe.input(), Interest.READ);
        pipe.write("x");
        rig.turnUntil(() -> !watcher.told.isEmpty());
        int told = watcher.told.size();
        rig.engine.close();
        assertThat(pipe.read(1)).isEqualTo("x");
        pipe.write("y");
        assertThat(pipe.read(1)).isEqualTo("y");
        assertThat(watcher.told).hasSize(told);
        assertThat(watcher.failures).isEmpty();
        watcher.watch.cancel();
        watcher.watch.interest(Interest.NONE);
        PollEngine next = rig.provider.open(new EngineSettings(EngineRig.READ_BUFFER));
        try {
            Watcher again = new Watcher();
            next.watch(pipe.input(), Interest.READ, again);
            pipe.write("z");
            EngineRig.turnUntil(next, () -> !again.told.isEmpty());
        } finally {
            next.close();
        }
    }

    @Test
    void whatItCannotWatchIsRefusedWithTheEngineThatCan() throws IOException {
        Pipe channels = Pipe.open();
        try (Pipe.SourceChannel source = channels.source();
                Pipe.SinkChannel sink = channels.sink()) {
            assertThat(sink.isOpen()).isTrue();
            boolean nio = rig.provider.name().equals("nio");
            Watchable alien = nio ? new Watchable.Descriptor(0) : new Watchable.Selectable(source);
            assertThatThrownBy(() -> watch(alien, Interest.READ))
                    .isInstanceOf(UnsupportedResourceException.class)
                    .hasMessageContaining(alien.toString())
                    .hasMessageEndingWith(nio ? "epoll or io_uring" : "the engine nio");
        }
    }

    /** What a test does when it is told. */
    protected interface Reaction {
        void to(Readiness ready) throws IOException;
    }

    /** Notes what it is told. */
    protected static final class Watcher implements ReadyEvents {
        public final List<Readiness> told = new ArrayList<>();
        public final List<IOException> failures = new ArrayList<>();
        public ResourceWatch watch;
        private Reaction reaction = ready -> {};
        private final Thread loop = Thread.currentThread();

        public void onReady(Reaction wanted) {
            reaction = wanted;
        }

        @Override
        public void onReady(Readiness ready) {
            assertThat(Thread.currentThread()).isSameAs(loop);
            assertThat(failures).as("nothing follows the end").isEmpty();
            told.add(ready);
            try {
                reaction.to(ready);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void onFailed(IOException cause) {
            failures.add(cause);
        }
    }
}
