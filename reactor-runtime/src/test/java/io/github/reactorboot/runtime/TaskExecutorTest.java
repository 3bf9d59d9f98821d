package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorboot.runtime.framing.Framers;
import io.github.reactorboot.runtime.task.SessionTask;
import io.github.reactorboot.runtime.task.SessionTasks;
import io.github.reactorboot.runtime.task.VirtualThreads;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** Where tasks run, with real sockets, and what happens where they cannot. */
@Tag("P2")
class TaskExecutorTest {

    private static final SessionTask ECHO =
            stream -> {
                for (String line = stream.read(String.class);
                        line != null;
                        line = stream.read(String.class)) {
                    stream.write(line);
                }
            };

    private final List<ThreadPoolExecutor> pools = new ArrayList<>();

    private ThreadPoolExecutor pool(int threads, int waiting) {
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(
                        threads,
                        threads,
                        1,
                        TimeUnit.MINUTES,
                        waiting == 0
                                ? new SynchronousQueue<>()
                                : new LinkedBlockingQueue<>(waiting));
        pools.add(pool);
        return pool;
    }

    @AfterEach
    void endPools() throws InterruptedException {
        for (ThreadPoolExecutor pool : pools) {
            pool.shutdown();
            assertThat(pool.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static ListenerConfig.Builder lines(HandlerSource handlers) {
        return ListenerConfig.builder("main")
                .address("127.0.0.1", 0)
                .framer(Framers.line())
                .handlers(handlers);
    }

    private static void assertEchoes(TestClient client) throws IOException {
        client.send("one\ntwo\n");
        assertThat(client.readLine()).isEqualTo("one");
        assertThat(client.readLine()).isEqualTo("two");
    }

    @Test
    @Tag("P1")
    void eachSessionHasATaskOfItsOwn() throws IOException {
        try (Live live = Live.start(2)) {
            Listener listener = live.listen(lines(SessionTasks.of(ECHO, TaskRig.threads())));
            List<TestClient> clients = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                clients.add(live.connect(listener));
            }
            for (int round = 0; round < 3; round++) {
                for (TestClient client : clients) {
                    assertEchoes(client);
                }
            }
            for (TestClient client : clients) {
                client.send("last\n");
                client.shutdownOutput();
                assertThat(client.readTextToEnd()).isEqualTo("last\n");
            }
        }
    }

    @Test
    @Tag("P1")
    void aTaskThatBlocksLeavesTheLoopToTheOthers() throws IOException {
        CountDownLatch go = new CountDownLatch(1);
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        SessionTask task =
                stream -> {
                    threads.add(Thread.currentThread());
                    if ("wait".equals(stream.read(String.class))) {
                        go.await();
                    }
                    ECHO.run(stream);
                };
        try (Live live = Live.start()) {
            Listener listener = live.listen(lines(SessionTasks.of(task, TaskRig.threads())));
            TestClient blocked = live.connect(listener);
            blocked.send("wait\n");
            TestClient other = live.connect(listener);
            other.send("go\n");
            assertEchoes(other);
            go.countDown();
            assertEchoes(blocked);
            assertThat(threads).hasSize(2).noneMatch(t -> t.getName().startsWith("reactor-"));
        }
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void byDefaultTasksRunOnVirtualThreads() throws Exception {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        SessionTask task =
                stream -> {
                    threads.add(Thread.currentThread());
                    ECHO.run(stream);
                };
        try (Live live = Live.start()) {
            assertEchoes(live.connect(live.listen(lines(SessionTasks.of(task)))));
        }
        assertThat(threads)
                .singleElement()
                .satisfies(t -> {
                    assertThat(t.getName()).startsWith("session-task-");
                    // By reflection, for tests are compiled for Java 17 as well.
                    assertThat(Thread.class.getMethod("isVirtual").invoke(t)).isEqualTo(true);
                });
    }

    @Test
    @EnabledForJreRange(max = JRE.JAVA_18)
    void withoutVirtualThreadsAnExecutorMustBeGiven() {
        assertThat(VirtualThreads.executor()).isEmpty();
        assertThatThrownBy(() -> SessionTasks.of(ECHO))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("SessionTasks.of(task, executor)");
    }

    @Test
    void aSessionWaitsForAThreadOfThePool() throws IOException {
        try (Live live = Live.start()) {
            Listener listener = live.listen(lines(SessionTasks.of(ECHO, pool(1, 10))));
            TestClient first = live.connect(listener);
            assertEchoes(first);
            TestClient second = live.connect(listener);
            second.send("early\n");
            assertEchoes(first);
            first.shutdownOutput();
            assertThat(first.readTextToEnd()).isEmpty();
            assertThat(second.readLine()).isEqualTo("early");
        }
    }

    @Test
    void aRefusedTaskClosesItsSessionAndIsCounted() throws IOException {
        try (Live live = Live.start()) {
            RecordingHandler companion = new RecordingHandler();
            Listener listener =
                    live.listen(
                            lines(
                                    SessionTasks.of(ECHO, pool(1, 0))
                                            .withCompanions(HandlerSource.shared(companion))));
            TestClient first = live.connect(listener);
            assertEchoes(first);
            TestClient second = live.connect(listener);
            assertThat(second.readTextToEnd()).isEmpty();
            second.close();
            assertThat(companion.eventsUntilClose())
                    .contains("error:RejectedExecutionException", "close:REJECTED");
            assertThat(listener.stats().closed()).containsEntry(CloseReason.REJECTED, 1L);
            assertThat(listener.stats().handlerErrors()).isZero();
            assertEchoes(first);
            assertThat(live.loop().state()).isEqualTo(LoopState.RUNNING);
        }
    }

    @Test
    void anExecutorThatUsesItsCallerIsFoundOut() throws IOException {
        Executor direct = Runnable::run;
        ThreadPoolExecutor full = pool(1, 0);
        full.setRejectedExecutionHandler(new ThreadPoolExecutor.CallerRunsPolicy());
        CountDownLatch go = new CountDownLatch(1);
        full.execute(() -> Await.latch(go));
        for (Executor executor : List.of(direct, full)) {
            try (Live live = Live.start()) {
                RecordingHandler companion = new RecordingHandler();
                SessionTask task =
                        stream -> {
                            throw new AssertionError("on " + Thread.currentThread());
                        };
                Listener listener =
                        live.listen(
                                lines(
                                        SessionTasks.of(task, executor)
                                                .withCompanions(HandlerSource.shared(companion))));
                TestClient client = live.connect(listener);
                assertThat(client.readTextToEnd()).isEmpty();
                client.close();
                assertThat(companion.eventsUntilClose()).endsWith("close:REJECTED");
                Session session = Await.next(companion.opened);
                assertThat(session.closeCause())
                        .isInstanceOf(RejectedExecutionException.class)
                        .hasMessageContaining("runs tasks on the event loop that calls it");
            }
        }
        go.countDown();
    }

    @Test
    void anExecutorThatFailsClosesTheSessionAndSparesTheLoop() throws IOException {
        Executor broken =
                task -> {
                    throw new OutOfMemoryError("unable to create native thread");
                };
        try (Live live = Live.start()) {
            Listener listener = live.listen(lines(SessionTasks.of(ECHO, broken)));
            TestClient client = live.connect(listener);
            assertThat(client.readTextToEnd()).isEmpty();
            client.close();
            live.awaitUntil(() -> listener.stats().closed().get(CloseReason.REJECTED) == 1L);
            assertThat(live.loop().state()).isEqualTo(LoopState.RUNNING);
        }
    }

    @Test
    void anExecutorThatIsShutDownInterruptsItsTasks() throws IOException {
        ThreadPoolExecutor pool = pool(1, 10);
        try (Live live = Live.start()) {
            RecordingHandler companion = new RecordingHandler();
            Listener listener =
                    live.listen(
                            lines(
                                    SessionTasks.of(ECHO, pool)
                                            .withCompanions(HandlerSource.shared(companion))));
            TestClient running = live.connect(listener);
            assertEchoes(running);
            TestClient queued = live.connect(listener);
            Await.next(companion.opened);
            Await.next(companion.opened);
            live.awaitTurns();
            assertThat(pool.shutdownNow()).as("the task that never began").hasSize(1);
            assertThat(running.readTextToEnd()).isEmpty();
            running.close();
            assertThat(companion.eventsUntilClose())
                    .contains("error:InterruptedException")
                    .endsWith("close:HANDLER_ERROR");
            queued.reset();
            assertThat(companion.eventsUntilClose()).endsWith("close:PEER_RESET");
            TestClient late = live.connect(listener);
            assertThat(late.readTextToEnd()).isEmpty();
            late.close();
            assertThat(companion.eventsUntilClose()).endsWith("close:REJECTED");
        }
    }

    @Test
    void theEndOfTheReactorEndsItsTasks() throws Exception {
        CountDownLatch ended = new CountDownLatch(20);
        SessionTask task =
                stream -> {
                    try {
                        stream.write("ready");
                        stream.read();
                    } finally {
                        ended.countDown();
                    }
                };
        try (Live live = Live.start()) {
            Listener listener = live.listen(lines(SessionTasks.of(task, pool(20, 1))));
            for (int i = 0; i < 20; i++) {
                assertThat(live.connect(listener).readLine()).isEqualTo("ready");
            }
            live.reactor.close();
            Await.latch(ended);
        }
    }
}
