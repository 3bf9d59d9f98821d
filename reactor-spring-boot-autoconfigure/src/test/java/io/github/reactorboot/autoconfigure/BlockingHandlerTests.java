package io.github.reactorboot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.reactorboot.annotation.OnClose;
import io.github.reactorboot.annotation.OnMessage;
import io.github.reactorboot.annotation.ReactorHandler;
import io.github.reactorboot.runtime.CloseReason;
import io.github.reactorboot.runtime.Session;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.test.util.ReflectionTestUtils;

/** Methods that may block. */
class BlockingHandlerTests {

    @Test
    void messagesOfOneSessionAreServedInOrderAndOneAtATime() {
        Runners.quotes()
                .withBean(Gated.class)
                .run(context -> {
                    Gated gated = context.getBean(Gated.class);
                    gated.gate.release(100);
                    StringBuilder sent = new StringBuilder();
                    for (int i = 0; i < 100; i++) {
                        sent.append(i).append('\n');
                    }
                    try (TestClient client = TestClient.connect(context, "quotes")) {
                        client.send(sent.toString());
                        for (int i = 0; i < 100; i++) {
                            assertThat(client.line()).isEqualTo("done " + i);
                        }
                    }
                    assertThat(gated.mostAtOnce).hasValue(1);
                    assertThat(gated.threads).allMatch(name -> name.startsWith("task-"));
                });
    }

    @Test
    @Tag("Q4")
    void theLoopIsFreeWhileAMethodBlocks() {
        Runners.quotes()
                .withBean(Gated.class)
                .run(context -> {
                    Gated gated = context.getBean(Gated.class);
                    try (TestClient blocked = TestClient.connect(context, "quotes");
                            TestClient other = TestClient.connect(context, "quotes")) {
                        blocked.send("a\n");
                        assertThat(gated.entered.poll(10, TimeUnit.SECONDS)).isEqualTo("a");
                        other.send("b\n");
                        assertThat(gated.entered.poll(10, TimeUnit.SECONDS)).isEqualTo("b");
                        gated.gate.release(2);
                        assertThat(blocked.line()).isEqualTo("done a");
                        assertThat(other.line()).isEqualTo("done b");
                    }
                });
    }

    @Test
    void onlySoManyMessagesAreInFlight() {
        Runners.quotes()
                .withBean(Gated.class)
                .withPropertyValues("reactor.listeners.quotes.max-pending-replies=3")
                .run(context -> {
                    Gated gated = context.getBean(Gated.class);
                    ReactorRegistry registry = context.getBean(ReactorRegistry.class);
                    try (TestClient client = TestClient.connect(context, "quotes")) {
                        client.send("1\n2\n3\n4\n5\n");
                        assertThat(gated.entered.poll(10, TimeUnit.SECONDS)).isEqualTo("1");
                        Session session = registry.session("quotes-1").orElseThrow();
                        // Runs behind the turn in which the lines came.
                        assertThat(
                                        session.command("frames")
                                                .toCompletableFuture()
                                                .handle((answer, failure) -> framesIn(registry))
                                                .get(10, TimeUnit.SECONDS))
                                .isEqualTo(3);
                        gated.gate.release(5);
                        for (int i = 1; i <= 5; i++) {
                            assertThat(client.line()).isEqualTo("done " + i);
                        }
                    }
                });
    }

    private static long framesIn(ReactorRegistry registry) {
        return registry.listener("quotes").orElseThrow().stats().framesIn();
    }

    @Test
    void onCloseComesAfterTheLastMessage() {
        Runners.quotes()
                .withBean(Gated.class)
                .run(context -> {
                    Gated gated = context.getBean(Gated.class);
                    try (TestClient client = TestClient.connect(context, "quotes")) {
                        client.send("a\nb\n");
                        assertThat(gated.entered.poll(10, TimeUnit.SECONDS)).isEqualTo("a");
                        client.reset();
                        gated.gate.release(2);
                        assertThat(gated.closed.poll(10, TimeUnit.SECONDS))
                                .isEqualTo("PEER_RESET after 2");
                    }
                });
    }

    @ReactorHandler("quotes")
    static class Gated {

        final Semaphore gate = new Semaphore(0);
        final BlockingQueue<String> entered = new LinkedBlockingQueue<>();
        final BlockingQueue<String> closed = new LinkedBlockingQueue<>();
        final List<String> threads = new CopyOnWriteArrayList<>();
        final AtomicInteger mostAtOnce = new AtomicInteger();
        private final AtomicInteger atOnce = new AtomicInteger();
        private final AtomicInteger served = new AtomicInteger();

        @OnMessage(blocking = true)
        String serve(String line) throws InterruptedException {
            int now = atOnce.incrementAndGet();
            mostAtOnce.accumulateAndGet(now, Math::max);
            threads.add(Thread.currentThread().getName());
            entered.add(line);
            gate.acquire();
            atOnce.decrementAndGet();
            served.incrementAndGet();
            return "done " + line;
        }

        @OnClose
        void closed(CloseReason reason) {
            closed.add(reason + " after " + served.get());
        }
    }

    @Test
    void whatAnExecutorRefusesIsTriedAgain() {
        AtomicInteger refused = new AtomicInteger();
        Executor reluctant =
                task -> {
                    if (refused.incrementAndGet() <= 3) {
                        throw new RejectedExecutionException("busy");
                    }
                    new SimpleAsyncTaskExecutor("mine-").execute(task);
                };
        Runners.quotes()
                .withBean(WhereAmI.class)
                .withBean("reluctant", Executor.class, () -> reluctant)
                .withPropertyValues("reactor.listeners.quotes.executor=reluctant")
                .run(context -> {
                    try (TestClient client = TestClient.connect(context, "quotes")) {
                        client.send("a\nb\n");
                        assertThat(client.line()).startsWith("a on mine-");
                        assertThat(client.line()).startsWith("b on mine-");
                        assertThat(refused.get()).isGreaterThan(3);
                    }
                });
    }

    @Test
    void anExecutorThatLetsTheCallerRunIsTriedAgain() {
        AtomicInteger refused = new AtomicInteger();
        Executor reluctant =
                task -> {
                    if (refused.incrementAndGet() <= 3) {
                        task.run();
                    } else {
                        new SimpleAsyncTaskExecutor("mine-").execute(task);
                    }
                };
        Runners.quotes()
                .withBean(WhereAmI.class)
                .withBean("reluctant", Executor.class, () -> reluctant)
                .withPropertyValues("reactor.listeners.quotes.executor=reluctant")
                .run(context -> {
                    try (TestClient client = TestClient.connect(context, "quotes")) {
                        assertThat(client.ask("a")).startsWith("a on mine-");
                        assertThat(refused).hasValue(4);
                    }
                });
    }

    @Test
    void onCloseComesEvenIfTheExecutorRefusesToTheEnd() {
        Gated gated = new Gated();
        gated.gate.release(1);
        Executor unwilling =
                task -> {
                    throw new RejectedExecutionException("never");
                };
        Runners.quotes()
                .withBean("gated", Gated.class, () -> gated)
                .withUserConfiguration(LifecycleAutoConfiguration.class)
                .withBean("unwilling", Executor.class, () -> unwilling)
                .withPropertyValues(
                        "reactor.listeners.quotes.executor=unwilling",
                        "reactor.listeners.quotes.close-timeout=50ms",
                        "spring.lifecycle.timeout-per-shutdown-phase=50ms")
                .run(context -> {
                    ReactorRegistry registry = context.getBean(ReactorRegistry.class);
                    try (TestClient client = TestClient.connect(context, "quotes")) {
                        client.send("a\n");
                        while (registry.listener("quotes").orElseThrow().stats().framesIn() == 0) {
                            Thread.onSpinWait();
                        }
                        context.close();
                        assertThat(gated.closed.poll(10, TimeUnit.SECONDS))
                                .isEqualTo("SHUTDOWN after 1");
                    }
                });
    }

    @Test
    void methodsRunOnVirtualThreadsWhereTheyAreEnabled() {
        assumeTrue(Runtime.version().feature() >= 21);
        Runners.quotes()
                .withBean(WhereAmI.class)
                .withPropertyValues("spring.threads.virtual.enabled=true")
                .run(context -> {
                    try (TestClient client = TestClient.connect(context, "quotes")) {
                        assertThat(client.ask("a")).endsWith("virtual");
                    }
                });
    }

    @ReactorHandler("quotes")
    static class WhereAmI {

        @OnMessage(blocking = true)
        String where(String line) {
            Thread thread = Thread.currentThread();
            boolean virtual =
                    Runtime.version().feature() >= 21
                            && Boolean.TRUE.equals(
                                    ReflectionTestUtils.invokeMethod(thread, "isVirtual"));
            return "%s on %s%s".formatted(line, thread.getName(), virtual ? " virtual" : "");
        }
    }

    @Test
    void anExceptionEndsTheSession() {
        Runners.quotes()
                .withBean(Failing.class)
                .run(context -> {
                    try (TestClient client = TestClient.connect(context, "quotes")) {
                        client.send("a\n");
                        assertThat(client.line()).isNull();
                    }
                    assertThat(context.getBean(Failing.class).closed.poll(10, TimeUnit.SECONDS))
                            .isEqualTo(CloseReason.HANDLER_ERROR);
                });
    }

    @ReactorHandler("quotes")
    static class Failing {

        final BlockingQueue<CloseReason> closed = new LinkedBlockingQueue<>();

        @OnMessage(blocking = true)
        void fail(byte[] line) {
            throw new AssertionError("an error on another thread does not end the event loop");
        }

        @OnClose
        void closed(CloseReason reason) {
            closed.add(reason);
        }
    }
}
