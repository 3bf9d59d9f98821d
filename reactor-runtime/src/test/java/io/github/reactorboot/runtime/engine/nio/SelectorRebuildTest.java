package io.github.reactorboot.runtime.engine.nio;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.runtime.engine.AcceptEvents;
import io.github.reactorboot.runtime.engine.ConnectEvents;
import io.github.reactorboot.runtime.engine.ConnectSettings;
import io.github.reactorboot.runtime.engine.ConnectedSocket;
import io.github.reactorboot.runtime.engine.EngineSettings;
import io.github.reactorboot.runtime.engine.FullBacklog;
import io.github.reactorboot.runtime.engine.ListenSettings;
import io.github.reactorboot.runtime.engine.ListeningSocket;
import io.github.reactorboot.runtime.engine.PollEngine;
import io.github.reactorboot.runtime.engine.SocketSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A selector that returns at once for ever; a thread that stays interrupted has such a one. */
@Tag("J2")
@Tag("fault-F32")
@Timeout(60)
class SelectorRebuildTest {

    private final List<ConnectedSocket> accepted = new ArrayList<>();

    @AfterEach
    void notInterrupted() {
        Thread.interrupted();
    }

    @Test
    void isReplacedAndItsSourcesGoOn() throws IOException {
        try (NioPollEngine engine =
                (NioPollEngine) new NioPollEngineProvider().open(new EngineSettings(1024))) {
            ListeningSocket listening =
                    engine.listen(
                            new ListenSettings(
                                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                    10,
                                    10,
                                    0,
                                    SocketSettings.DEFAULT,
                                    false),
                            accepting());
            listening.resumeAccepting();
            Selector before = engine.selector();
            for (int i = 0; i < 600; i++) {
                Thread.currentThread().interrupt();
                assertThat(engine.await(PollEngine.FOREVER)).isZero();
                engine.dispatch();
            }
            assertThat(Thread.interrupted()).isTrue();
            assertThat(engine.selector()).isNotSameAs(before);
            assertThat(before.isOpen()).isFalse();
            try (Socket client = new Socket()) {
                client.connect(listening.localAddress());
                engine.await(PollEngine.FOREVER);
                engine.dispatch();
                assertThat(accepted).hasSize(1);
                accepted.get(0).close();
            }
            assertWaits(engine);
            engine.wakeup();
            assertThat(engine.await(PollEngine.FOREVER)).isZero();
        }
    }

    @Test
    @Tag("D1")
    void anAttemptToConnectGoesOn() throws IOException {
        List<IOException> failures = new ArrayList<>();
        ConnectEvents events =
                new ConnectEvents() {
                    @Override
                    public void onConnected(ConnectedSocket socket) {
                        throw new AssertionError(socket);
                    }

                    @Override
                    public void onConnectFailed(IOException cause) {
                        failures.add(cause);
                    }
                };
        FullBacklog silent = new FullBacklog();
        try (NioPollEngine engine =
                (NioPollEngine) new NioPollEngineProvider().open(new EngineSettings(1024))) {
            engine.connect(new ConnectSettings(silent.address(), null, 0), events);
            Selector before = engine.selector();
            for (int i = 0; i < 600; i++) {
                Thread.currentThread().interrupt();
                engine.await(PollEngine.FOREVER);
                engine.dispatch();
            }
            assertThat(Thread.interrupted()).isTrue();
            assertThat(engine.selector()).isNotSameAs(before);
            // The system asks again after a second, and is refused.
            silent.close();
            while (failures.isEmpty()) {
                engine.await(PollEngine.FOREVER);
                engine.dispatch();
            }
        }
    }

    @Test
    void isReplacedWhenShortWaitsEndAtOnce() throws IOException {
        try (NioPollEngine engine =
                (NioPollEngine) new NioPollEngineProvider().open(new EngineSettings(1024))) {
            Selector before = engine.selector();
            // Not 512: this thread may lose its processor for so long that a wait is none in vain.
            for (int i = 0; i < 100_000 && engine.selector().equals(before); i++) {
                Thread.currentThread().interrupt();
                assertThat(engine.await(1_000_000)).isZero();
            }
            assertThat(engine.selector()).isNotSameAs(before);
        }
    }

    @Test
    void isNotReplacedForWaitsThatAreWokenOrHaveRunTheirTime() throws IOException {
        try (NioPollEngine engine =
                (NioPollEngine) new NioPollEngineProvider().open(new EngineSettings(1024))) {
            Selector before = engine.selector();
            for (int i = 0; i < 400; i++) {
                Thread.currentThread().interrupt();
                engine.await(PollEngine.FOREVER);
                assertThat(Thread.interrupted()).isTrue();
                if (i == 200) {
                    engine.await(1_000_000);
                }
            }
            assertThat(engine.selector()).isSameAs(before);
        }
    }

    @Test
    void aWakeupOfAnInterruptedThreadIsOneLikeAnyOther() throws Exception {
        try (PollEngine engine = new NioPollEngineProvider().open(new EngineSettings(1024))) {
            for (int i = 0; i < 3; i++) {
                Thread waker =
                        new Thread(() -> {
                            Thread.currentThread().interrupt();
                            engine.wakeup();
                        });
                waker.start();
                assertThat(engine.await(PollEngine.FOREVER)).isZero();
                waker.join();
                assertWaits(engine);
            }
        }
    }

    /** Nothing is left that would end a wait before its time. */
    private static void assertWaits(PollEngine engine) throws IOException {
        long began = System.nanoTime();
        assertThat(engine.await(50_000_000)).isZero();
        assertThat(System.nanoTime() - began).isGreaterThan(45_000_000);
    }

    @Test
    void manyWakeupsThatNobodyWaitsForEndOneWait() throws Exception {
        try (PollEngine engine = new NioPollEngineProvider().open(new EngineSettings(1024))) {
            for (int i = 0; i < 100_000; i++) {
                // More than the pipe holds.
                engine.wakeup();
            }
            assertThat(engine.await(PollEngine.FOREVER)).isZero();
            assertWaits(engine);
        }
    }

    private AcceptEvents accepting() {
        return new AcceptEvents() {
            @Override
            public void onAccepted(ConnectedSocket socket) {
                accepted.add(socket);
            }

            @Override
            public void onAcceptFailed(IOException cause, boolean exhausted) {
                throw new AssertionError(cause);
            }
        };
    }
}
