package io.github.reactorboot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.annotation.OnClose;
import io.github.reactorboot.annotation.OnMessage;
import io.github.reactorboot.annotation.ReactorHandler;
import io.github.reactorboot.runtime.CloseReason;
import io.github.reactorboot.runtime.EventLoop;
import io.github.reactorboot.runtime.LoopState;
import io.github.reactorboot.runtime.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.SyncTaskExecutor;

/** Executors that refuse, block, fail or have no threads. */
@ExtendWith(OutputCaptureExtension.class)
class BlockingExecutorTests {

    @Test
    void closedSessionsThatAnExecutorRefusesShareOneThread() {
        Executor unwilling =
                task -> {
                    throw new RejectedExecutionException("never");
                };
        Served served = new Served();
        served.gate.release(20);
        with(served, unwilling)
                .withUserConfiguration(LifecycleAutoConfiguration.class)
                .withPropertyValues(
                        "reactor.listeners.quotes.close-timeout=50ms",
                        "spring.lifecycle.timeout-per-shutdown-phase=50ms")
                .run(context -> {
                    ReactorRegistry registry = context.getBean(ReactorRegistry.class);
                    for (int i = 0; i < 20; i++) {
                        try (TestClient client = TestClient.connect(context, "quotes")) {
                            client.send("a\n");
                            long frames = i + 1;
                            await(() -> framesIn(registry) == frames);
                            client.reset();
                        }
                    }
                    await(() -> registry.listener("quotes").orElseThrow().stats().sessions() == 0);
                    assertThat(threads("reactor-last-messages")).isEqualTo(1);
                    assertThat(served.lines).as("asked while the loop lives").isEmpty();
                    context.close();
                    for (int i = 0; i < 20; i++) {
                        assertThat(served.closed.poll(10, TimeUnit.SECONDS)).isNotNull();
                    }
                    assertThat(served.lines).hasSize(20);
                });
        await(() -> threads("reactor-last-messages") == 0);
    }

    @Test
    void anExecutorAtItsLimitDoesNotBlockTheLoop() {
        SimpleAsyncTaskExecutor limited = new SimpleAsyncTaskExecutor("limited-");
        limited.setConcurrencyLimit(1);
        Served served = new Served();
        with(served, limited)
                .run(context -> {
                    ReactorRegistry registry = context.getBean(ReactorRegistry.class);
                    try (TestClient one = TestClient.connect(context, "quotes");
                            TestClient two = TestClient.connect(context, "quotes")) {
                        one.send("a\n");
                        assertThat(served.lines.poll(10, TimeUnit.SECONDS)).isEqualTo("a");
                        two.send("b\n");
                        await(() -> framesIn(registry) == 2);
                        assertThat(loopAnswers(registry.session("quotes-1").orElseThrow()))
                                .isTrue();
                        served.gate.release(2);
                        assertThat(one.line()).isEqualTo("done a");
                        assertThat(two.line()).isEqualTo("done b");
                    }
                });
    }

    @Test
    void anExecutorAtItsLimitThatRefusesIsTriedAgain() {
        SimpleAsyncTaskExecutor limited = new SimpleAsyncTaskExecutor("limited-");
        limited.setConcurrencyLimit(1);
        limited.setRejectTasksWhenLimitReached(true);
        Served served = new Served();
        with(served, limited)
                .run(context -> {
                    ReactorRegistry registry = context.getBean(ReactorRegistry.class);
                    try (TestClient one = TestClient.connect(context, "quotes");
                            TestClient two = TestClient.connect(context, "quotes")) {
                        one.send("a\n");
                        assertThat(served.lines.poll(10, TimeUnit.SECONDS)).isEqualTo("a");
                        two.send("b\n");
                        await(() -> framesIn(registry) == 2);
                        served.gate.release(2);
                        assertThat(one.line()).isEqualTo("done a");
                        assertThat(two.line()).isEqualTo("done b");
                    }
                });
    }

    @Test
    void anExecutorThatFailsEndsTheSessionAndOnCloseComes() {
        Served served = new Served();
        Executor broken =
                task -> {
                    throw new IllegalStateException("broken");
                };
        with(served, broken)
                .run(context -> {
                    try (TestClient client = TestClient.connect(context, "quotes")) {
                        client.send("a\nb\n");
                        assertThat(client.line()).isNull();
                    }
                    assertThat(served.closed.poll(10, TimeUnit.SECONDS))
                            .isEqualTo(CloseReason.HANDLER_ERROR);
                    assertThat(served.lines).isEmpty();
                });
    }

    @Test
    void onCloseComesEvenIfTheLoopFailsBeforeItsTurn() {
        Served served = new Served();
        with(served, new SimpleAsyncTaskExecutor("mine-"))
                .run(context -> {
                    ReactorRegistry registry = context.getBean(ReactorRegistry.class);
                    try (TestClient client = TestClient.connect(context, "quotes")) {
                        client.send("a\n");
                        assertThat(served.lines.poll(10, TimeUnit.SECONDS)).isEqualTo("a");
                        EventLoop loop = registry.session("quotes-1").orElseThrow().loop();
                        client.reset();
                        await(() -> registry.session("quotes-1").isEmpty());
                        CountDownLatch held = new CountDownLatch(1);
                        CountDownLatch release = new CountDownLatch(1);
                        loop.execute(() -> {
                            held.countDown();
                            awaitQuietly(release);
                            throw new AssertionError("ends the loop");
                        });
                        assertThat(held.await(10, TimeUnit.SECONDS)).isTrue();
                        served.gate.release();
                        await(() -> loop.stats().commandsPending() == 1);
                        release.countDown();
                        assertThat(served.closed.poll(10, TimeUnit.SECONDS))
                                .isEqualTo(CloseReason.PEER_RESET);
                        await(() -> loop.state() == LoopState.FAILED);
                    }
                });
    }

    @Test
    void messagesBehindOneThatFailedAreNotServed() {
        Served served = new Served();
        with(served, new SimpleAsyncTaskExecutor("mine-"))
                .run(context -> {
                    ReactorRegistry registry = context.getBean(ReactorRegistry.class);
                    try (TestClient client = TestClient.connect(context, "quotes")) {
                        client.send("fail\nb\nc\n");
                        await(() -> framesIn(registry) == 3);
                        served.gate.release(3);
                        assertThat(client.line()).isNull();
                    }
                    assertThat(served.closed.poll(10, TimeUnit.SECONDS))
                            .isEqualTo(CloseReason.HANDLER_ERROR);
                    assertThat(served.lines).containsExactly("fail");
                });
    }

    @Test
    void anExecutorThatAlwaysLetsTheLoopRunIsWarnedOfOnce(CapturedOutput output) {
        Executor direct = Runnable::run;
        Served served = new Served();
        served.gate.release();
        with(served, direct)
                .run(context -> {
                    try (TestClient client = TestClient.connect(context, "quotes")) {
                        client.send("a\n");
                        await(() -> output.getAll().contains("keeps running a message of session"));
                        client.reset();
                    }
                });
        assertThat(output.getAll().split("keeps running a message", -1)).hasSize(2);
    }

    @Test
    void anExecutorWithoutThreadsIsAMistake() {
        Mistakes.assertSays(
                with(new Served(), new SyncTaskExecutor()),
                "reactor.listeners.quotes has a blocking handler method, but executor 'mine' is a"
                        + " SyncTaskExecutor, which has no threads.",
                "Name an executor that has threads with reactor.listeners.quotes.executor.");
    }

    private static ApplicationContextRunner with(Served served, Executor executor) {
        return Runners.quotes()
                .withBean("served", Served.class, () -> served)
                .withBean("mine", Executor.class, () -> executor)
                .withPropertyValues("reactor.listeners.quotes.executor=mine");
    }

    private static long framesIn(ReactorRegistry registry) {
        return registry.listener("quotes").orElseThrow().stats().framesIn();
    }

    private static boolean loopAnswers(Session session) throws InterruptedException {
        CountDownLatch answered = new CountDownLatch(1);
        session.loop().execute(answered::countDown);
        return answered.await(10, TimeUnit.SECONDS);
    }

    private static int threads(String name) {
        List<Thread> found = new ArrayList<>(Thread.getAllStackTraces().keySet());
        found.removeIf(thread -> !thread.getName().equals(name));
        return found.size();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @ReactorHandler("quotes")
    static class Served {

        final Semaphore gate = new Semaphore(0);
        final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        final BlockingQueue<CloseReason> closed = new LinkedBlockingQueue<>();

        @OnMessage(blocking = true)
        String serve(String line) throws InterruptedException {
            lines.add(line);
            gate.acquire();
            if (line.equals("fail")) {
                throw new IllegalArgumentException(line);
            }
            return "done " + line;
        }

        @OnClose
        void closed(CloseReason reason) {
            closed.add(reason);
        }
    }
}
