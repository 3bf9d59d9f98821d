package io.github.reactorboot.runtime.engine.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorboot.runtime.engine.Interest;
import io.github.reactorboot.runtime.engine.PollEngine;
import io.github.reactorboot.runtime.engine.PollEngineProvider;
import io.github.reactorboot.runtime.engine.WatchContract;
import io.github.reactorboot.runtime.engine.Watchable;
import io.github.reactorboot.runtime.engine.WatchedPipe;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.Pipe;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class NioWatchTest extends WatchContract {

    @Override
    protected PollEngineProvider provider() {
        return new NioPollEngineProvider();
    }

    @Test
    void aChannelThatBlocksIsRefusedAndLeftAsItIs() throws IOException {
        Pipe pipe = Pipe.open();
        try (Pipe.SourceChannel source = pipe.source();
                Pipe.SinkChannel sink = pipe.sink()) {
            assertThat(sink.isBlocking()).isTrue();
            assertThatThrownBy(() -> watch(new Watchable.Selectable(source), Interest.READ))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("it blocks")
                    .hasMessageContaining("configureBlocking(false)");
            assertThat(source.isBlocking()).isTrue();
        }
    }

    @Test
    void aClosedChannelIsRefused() throws IOException {
        WatchedPipe pipe = pipe();
        pipe.closeInput();
        assertThatThrownBy(() -> watch(pipe.input(), Interest.READ))
                .isInstanceOf(ClosedChannelException.class);
    }

    @Test
    void aChannelThatIsLetGoMayBlockAgain() throws IOException {
        Pipe pipe = Pipe.open();
        try (Pipe.SourceChannel source = pipe.source();
                Pipe.SinkChannel sink = pipe.sink()) {
            assertThat(sink.isOpen()).isTrue();
            source.configureBlocking(false);
            Watcher watcher = watch(new Watchable.Selectable(source), Interest.READ);
            rig.turn();
            watcher.watch.cancel();
            source.configureBlocking(true);
            assertThat(source.isRegistered()).isFalse();
        }
    }

    /** More than are looked at in a turn. */
    @Test
    void everyChannelThatWasClosedIsFound() throws IOException {
        List<Watcher> watchers = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            WatchedPipe pipe = pipe();
            watchers.add(watch(pipe.input(), Interest.READ));
            rig.turn();
            pipe.closeInput();
        }
        for (int i = 0; i < 10; i++) {
            // Closing wakes nobody, so these turns do not wait.
            rig.turn();
        }
        assertThat(watchers).allMatch(each -> each.failures.size() == 1);
    }

    /** Whether one asks for a connection or for input is the same to poll(2). */
    @Test
    void connectionsAreAcceptedAndMadeLikeInputAndOutput() throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open();
                SocketChannel client = SocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            server.configureBlocking(false);
            client.configureBlocking(false);
            Watcher accepting = watch(new Watchable.Selectable(server), Interest.READ);
            client.connect(server.getLocalAddress());
            Watcher connecting = watch(new Watchable.Selectable(client), Interest.WRITE);
            rig.turnUntil(() -> !connecting.told.isEmpty() && !accepting.told.isEmpty());
            assertThat(client.finishConnect()).isTrue();
            try (SocketChannel accepted = server.accept()) {
                assertThat(accepted).isNotNull();
            }
            int before = connecting.told.size();
            rig.turnUntil(() -> connecting.told.size() > before);
            assertThat(connecting.told.get(before).writable()).isTrue();
        }
    }

    @Test
    @Tag("fault-F32")
    void aSelectorThatIsReplacedTakesItsWatchesAlong() throws IOException {
        NioPollEngine engine = (NioPollEngine) rig.engine;
        WatchedPipe pipe = pipe();
        WatchedPipe quiet = pipe();
        Watcher watcher = watch(pipe.input(), Interest.READ);
        Watcher silent = watch(quiet.input(), Interest.NONE);
        Selector before = engine.selector();
        for (int i = 0; i < 600; i++) {
            Thread.currentThread().interrupt();
            engine.await(PollEngine.FOREVER);
            engine.dispatch();
        }
        assertThat(Thread.interrupted()).isTrue();
        assertThat(engine.selector()).isNotSameAs(before);
        assertThat(watcher.failures).isEmpty();
        pipe.write("x");
        quiet.write("x");
        rig.turnUntil(() -> !watcher.told.isEmpty());
        assertThat(silent.told).isEmpty();
        silent.watch.interest(Interest.READ);
        rig.turnUntil(() -> !silent.told.isEmpty());
    }
}
