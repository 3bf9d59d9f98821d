package io.github.reactorboot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorboot.annotation.OnAccept;
import io.github.reactorboot.annotation.OnClose;
import io.github.reactorboot.annotation.OnCommand;
import io.github.reactorboot.annotation.OnError;
import io.github.reactorboot.annotation.OnIdle;
import io.github.reactorboot.annotation.OnMessage;
import io.github.reactorboot.annotation.OnOpen;
import io.github.reactorboot.annotation.OnTick;
import io.github.reactorboot.annotation.ReactorHandler;
import io.github.reactorboot.runtime.CloseReason;
import io.github.reactorboot.runtime.EventLoop;
import io.github.reactorboot.runtime.Session;
import java.net.SocketAddress;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every annotation but {@code @OnMessage}, over real sockets. */
class CallbackTests {

    @Test
    void onCloseIsToldThatThePeerClosed() {
        closesWith(TestClient::close, CloseReason.PEER_CLOSED);
    }

    @Test
    void onCloseIsToldThatThePeerReset() {
        closesWith(TestClient::reset, CloseReason.PEER_RESET);
    }

    @Test
    void onCloseIsToldThatAMethodThrew() {
        closesWith(client -> client.send("throw\n"), CloseReason.HANDLER_ERROR);
    }

    @FunctionalInterface
    interface End {
        void by(TestClient client) throws Exception;
    }

    private static void closesWith(End end, CloseReason reason) {
        Runners.quotes()
                .withBean(Recorder.class)
                .withPropertyValues("reactor.listeners.quotes.close-timeout=50ms")
                .run(context -> {
                    Recorder recorder = context.getBean(Recorder.class);
                    try (TestClient client = TestClient.connect(context, "quotes")) {
                        assertThat(client.ask("x")).isEqualTo("x");
                        end.by(client);
                        assertThat(recorder.closed.poll(10, TimeUnit.SECONDS))
                                .isEqualTo("quotes-1 " + reason);
                    }
                });
    }

    @Test
    void onErrorIsGivenTheExceptionItTakes() {
        Runners.quotes()
                .withBean(Recorder.class)
                .run(context -> {
                    try (TestClient client = TestClient.connect(context, "quotes")) {
                        assertThat(client.ask("throw")).isEqualTo("failed: thrown");
                        assertThat(client.line()).isNull();
                    }
                });
    }

    @Test
    void onErrorIsNotCalledForAnotherException() {
        Runners.quotes()
                .withBean(Recorder.class)
                .run(context -> {
                    try (TestClient client = TestClient.connect(context, "quotes")) {
                        client.send("throw other\n");
                        assertThat(client.line()).isNull();
                    }
                });
    }

    @ReactorHandler("quotes")
    static class Recorder {

        final BlockingQueue<String> closed = new LinkedBlockingQueue<>();

        @OnMessage
        String echo(String line) {
            if (line.equals("throw")) {
                throw new IllegalArgumentException("thrown");
            }
            if (line.equals("throw other")) {
                throw new IllegalStateException("thrown");
            }
            return line;
        }

        @OnError
        void failed(IllegalArgumentException failure, Session session) {
            session.send("failed: " + failure.getMessage());
        }

        @OnClose
        void closed(CloseReason reason, Session session) {
            closed.add(session.name() + " " + reason);
        }
    }

    @Test
    @Tag("H1")
    @Tag("H2")
    @Tag("H8")
    @Tag("N4")
    void commandsGoToTheMethodWithTheNearestType() {
        Runners.quotes()
                .withBean(Commanded.class)
                .run(context -> {
                    ReactorRegistry registry = context.getBean(ReactorRegistry.class);
                    try (TestClient client = TestClient.connect(context, "quotes")) {
                        assertThat(client.ask("x")).isEqualTo("x");
                        Session session = registry.session("quotes-1").orElseThrow();
                        assertThat(answer(session, "abc")).isEqualTo(3);
                        assertThat(answer(session, 7)).isEqualTo("number 7");
                        assertThat(answer(session, 7L)).isEqualTo("long 7");
                        assertThatThrownBy(() -> answer(session, 'c'))
                                .hasRootCauseInstanceOf(UnsupportedOperationException.class)
                                .hasMessageContaining(
                                        "the handler of quotes-1 has no @OnCommand method"
                                                + " for java.lang.Character");
                    }
                });
    }

    private static Object answer(Session session, Object command) throws Exception {
        return session.command(command).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @ReactorHandler("quotes")
    static class Commanded {

        @OnMessage
        String echo(String line) {
            return line;
        }

        @OnCommand
        int length(String command, Session session) {
            return command.length();
        }

        @OnCommand
        String number(Number command) {
            return "number " + command;
        }

        @OnCommand
        String number(Session session, long command) {
            return "long " + command;
        }
    }

    @Test
    @Tag("A7")
    void ticksComeOnEveryLoopOfTheRuntime() {
        Runners.listener("quotes")
                .withBean(Ticking.class)
                .withPropertyValues("reactor.runtimes.default.loops=2", "beat=1ms")
                .run(context -> {
                    Ticking ticking = context.getBean(Ticking.class);
                    assertThat(ticking.ticks.await(10, TimeUnit.SECONDS)).isTrue();
                    assertThat(ticking.onLoop).containsOnly(true);
                });
    }

    @ReactorHandler("quotes")
    static class Ticking {

        final CountDownLatch ticks = new CountDownLatch(2);
        final Set<String> loops = ConcurrentHashMap.newKeySet();
        final Set<Boolean> onLoop = ConcurrentHashMap.newKeySet();

        @OnMessage
        void ignore(byte[] line) {}

        @OnTick(every = "${beat}")
        void tick(EventLoop loop) {
            onLoop.add(loop.inEventLoop());
            if (loops.add(loop.name())) {
                ticks.countDown();
            }
            throw new IllegalStateException("a tick that throws is logged and comes again");
        }
    }

    @Test
    void onAcceptRefusesAConnection() {
        Runners.quotes()
                .withBean(Refusing.class)
                .run(context -> {
                    try (TestClient client = TestClient.connect(context, "quotes")) {
                        assertThat(client.line()).isNull();
                    }
                    Refusing refusing = context.getBean(Refusing.class);
                    assertThat(refusing.peers).hasSize(1);
                    assertThat(refusing.opened.getCount()).isEqualTo(1);
                });
    }

    @ReactorHandler("quotes")
    static class Refusing {

        final BlockingQueue<SocketAddress> peers = new LinkedBlockingQueue<>();
        final CountDownLatch opened = new CountDownLatch(1);

        @OnAccept
        boolean accept(SocketAddress peer) {
            peers.add(peer);
            return false;
        }

        @OnOpen
        void opened() {
            opened.countDown();
        }

        @OnMessage
        void ignore(byte[] line) {}
    }

    @Test
    void onIdleMayKeepTheSessionOnceAndThenCloseIt() {
        Runners.quotes()
                .withBean(Idling.class)
                .withPropertyValues("reactor.listeners.quotes.idle-timeout=20ms")
                .run(context -> {
                    try (TestClient client = TestClient.connect(context, "quotes")) {
                        assertThat(client.line()).isNull();
                    }
                    Idling idling = context.getBean(Idling.class);
                    assertThat(idling.closed.poll(10, TimeUnit.SECONDS))
                            .isEqualTo(CloseReason.IDLE_TIMEOUT);
                    assertThat(idling.calls).isEqualTo(2);
                });
    }

    @ReactorHandler("quotes")
    static class Idling {

        final BlockingQueue<CloseReason> closed = new LinkedBlockingQueue<>();
        volatile int calls;

        @OnMessage
        void ignore(byte[] line) {}

        @OnIdle
        boolean idle() {
            return ++calls < 2;
        }

        @OnClose
        void closed(CloseReason reason) {
            closed.add(reason);
        }
    }
}
