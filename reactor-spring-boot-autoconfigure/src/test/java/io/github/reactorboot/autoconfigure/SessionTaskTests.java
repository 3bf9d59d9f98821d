package io.github.reactorboot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.annotation.OnClose;
import io.github.reactorboot.annotation.OnOpen;
import io.github.reactorboot.annotation.OnSession;
import io.github.reactorboot.annotation.ReactorHandler;
import io.github.reactorboot.runtime.CloseReason;
import io.github.reactorboot.runtime.Session;
import io.github.reactorboot.runtime.task.TaskStream;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Scope;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskDecorator;

/** Methods that serve whole sessions: how they are called, and on which threads. */
@Tag("P1")
class SessionTaskTests {

    private static final BlockingQueue<Object> NOTES = new LinkedBlockingQueue<>();

    private static Object nextNote() throws InterruptedException {
        Object note = NOTES.poll(10, TimeUnit.SECONDS);
        assertThat(note).as("nothing was noted").isNotNull();
        return note;
    }

    @Test
    void aMethodServesASessionFromBeginningToEnd() {
        NOTES.clear();
        Runners.quotes()
                .withBean(Shouter.class)
                .run(context -> {
                    try (TestClient client = TestClient.connect(context, "quotes")) {
                        assertThat(client.line()).isEqualTo("welcome quotes-1");
                        assertThat(client.ask("a")).isEqualTo("A");
                        client.send("b\nc\n");
                        client.shutdownOutput();
                        assertThat(client.line()).isEqualTo("B");
                        assertThat(client.line()).isEqualTo("C");
                        assertThat(client.line()).isEqualTo("bye");
                        assertThat(client.line()).isNull();
                    }
                    assertThat(nextNote()).isEqualTo("returned");
                    assertThat(nextNote()).isEqualTo(CloseReason.PEER_CLOSED);
                });
    }

    @ReactorHandler("quotes")
    static class Shouter {

        @OnOpen
        void open(Session session) {
            session.send("welcome " + session.name());
        }

        @OnSession
        void serve(Session session, TaskStream stream) throws Exception {
            for (String line = stream.read(String.class);
                    line != null;
                    line = stream.read(String.class)) {
                stream.write(line.toUpperCase());
            }
            stream.write("bye");
            NOTES.add("returned");
        }

        @OnClose
        void close(CloseReason reason) {
            NOTES.add(reason);
        }
    }

    @Test
    void objectsAreReadAndWrittenByTheCodec() {
        Runners.quotes()
                .withPropertyValues(Runners.keys(Map.of("codec", "json")))
                .withBean(Doubler.class)
                .run(context -> {
                    try (TestClient client = TestClient.connect(context, "quotes")) {
                        assertThat(client.ask("{\"name\":\"a\",\"price\":4}"))
                                .isEqualTo("{\"name\":\"aa\",\"price\":8}");
                        client.send("no json\n");
                        assertThat(client.line()).isNull();
                    }
                    awaitClosed(context, CloseReason.PROTOCOL_ERROR);
                });
    }

    record Quote(String name, int price) {}

    @ReactorHandler("quotes")
    static class Doubler {

        @OnSession
        void serve(TaskStream stream) throws Exception {
            for (Quote quote = stream.read(Quote.class);
                    quote != null;
                    quote = stream.read(Quote.class)) {
                stream.write(new Quote(quote.name() + quote.name(), 2 * quote.price()));
            }
        }
    }

    @Test
    @Tag("P2")
    @EnabledForJreRange(min = JRE.JAVA_21)
    void tasksRunOnVirtualThreadsByDefault() {
        Runners.quotes()
                .withBean(Namer.class)
                .run(context -> assertThat(threadOf(context)).startsWith("session-task-"));
    }

    @Test
    @Tag("P2")
    @EnabledForJreRange(max = JRE.JAVA_18)
    void withoutVirtualThreadsTasksRunOnTheExecutorOfTheApplication() {
        Runners.quotes()
                .withBean(Namer.class)
                .run(context -> assertThat(threadOf(context)).startsWith("task-"));
    }

    @Test
    @Tag("P2")
    void theExecutorIsAProperty() {
        Runners.quotes()
                .withPropertyValues(Runners.keys(Map.of("executor", "mine")))
                .withBean("mine", Executor.class, () -> new SimpleAsyncTaskExecutor("mine-"))
                .withBean(Namer.class)
                .run(context -> assertThat(threadOf(context)).startsWith("mine-"));
    }

    @Test
    @Tag("P2")
    void anExecutorThatRefusesClosesTheSession() {
        Executor unwilling =
                task -> {
                    throw new RejectedExecutionException("never");
                };
        Runners.quotes()
                .withPropertyValues(Runners.keys(Map.of("executor", "unwilling")))
                .withBean("unwilling", Executor.class, () -> unwilling)
                .withBean(Namer.class)
                .run(context -> {
                    try (TestClient client = TestClient.connect(context, "quotes")) {
                        assertThat(client.line()).isNull();
                    }
                    awaitClosed(context, CloseReason.REJECTED);
                });
    }

    @Test
    @Tag("P2")
    void anExecutorAtItsLimitLetsTheSessionWaitOrRefusesIt() {
        for (boolean refuses : new boolean[] {false, true}) {
            SimpleAsyncTaskExecutor limited = new SimpleAsyncTaskExecutor("limited-");
            limited.setConcurrencyLimit(1);
            limited.setRejectTasksWhenLimitReached(refuses);
            Runners.quotes()
                    .withPropertyValues(Runners.keys(Map.of("executor", "limited")))
                    .withBean("limited", Executor.class, () -> limited)
                    .withBean(Shouter.class)
                    .run(context -> {
                        TestClient first = TestClient.connect(context, "quotes");
                        assertThat(first.line()).isEqualTo("welcome quotes-1");
                        assertThat(first.ask("a")).isEqualTo("A");
                        try (TestClient second = TestClient.connect(context, "quotes")) {
                            assertThat(second.line()).isEqualTo("welcome quotes-2");
                            second.send("b\n");
                            if (refuses) {
                                assertThat(second.line()).isNull();
                            }
                            assertThat(first.ask("c")).isEqualTo("C");
                            first.close();
                            if (!refuses) {
                                assertThat(second.line()).isEqualTo("B");
                            }
                        }
                    });
        }
    }

    /** Waits for the end of one session, which the peer may see earlier. */
    private static void awaitClosed(ApplicationContext context, CloseReason reason) {
        var listener = context.getBean(ReactorRegistry.class).listener("quotes").orElseThrow();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (listener.stats().closed().get(reason) == 0) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private static String threadOf(ApplicationContext context) throws Exception {
        try (TestClient client = TestClient.connect(context, "quotes")) {
            return client.line();
        }
    }

    @ReactorHandler("quotes")
    static class Namer {

        @OnSession
        void serve(TaskStream stream) throws Exception {
            stream.write(Thread.currentThread().getName());
        }
    }

    @Test
    void theDecoratorsOfTheApplicationAreApplied() {
        ThreadLocal<String> local = new ThreadLocal<>();
        TaskDecorator decorator =
                task ->
                        () -> {
                            local.set("decorated " + local.get());
                            try {
                                task.run();
                            } finally {
                                local.remove();
                            }
                        };
        for (String executor : new String[] {"", "mine", "applicationTaskExecutor"}) {
            Runners.quotes()
                    .withPropertyValues(
                            executor.isEmpty()
                                    ? new String[0]
                                    : Runners.keys(Map.of("executor", executor)))
                    .withBean(TaskDecorator.class, () -> decorator)
                    .withBean(
                            "mine",
                            SimpleAsyncTaskExecutor.class,
                            () -> new SimpleAsyncTaskExecutor("mine-"),
                            bean -> ((AbstractBeanDefinition) bean).setDefaultCandidate(false))
                    .withBean(Local.class, () -> new Local(local))
                    .run(context ->
                            assertThat(threadOf(context)).as(executor).isEqualTo("decorated null"));
        }
    }

    @ReactorHandler("quotes")
    static class Local {

        private final ThreadLocal<String> local;

        Local(ThreadLocal<String> local) {
            this.local = local;
        }

        @OnSession
        void serve(TaskStream stream) throws Exception {
            stream.write(String.valueOf(local.get()));
        }
    }

    @Test
    void aPrototypeLivesAsLongAsItsTask() {
        NOTES.clear();
        Runners.quotes()
                .withUserConfiguration(OwnConfiguration.class)
                .run(context -> {
                    try (TestClient client = TestClient.connect(context, "quotes")) {
                        assertThat(client.ask("x")).isEqualTo("1");
                        assertThat(client.ask("x")).isEqualTo("2");
                    }
                    assertThat(nextNote()).isEqualTo("returned");
                    assertThat(nextNote()).isEqualTo("destroyed");
                });
    }

    @Import(Own.class)
    static class OwnConfiguration {}

    @ReactorHandler("quotes")
    @Scope("prototype")
    static class Own {

        private int count;

        @OnSession
        void serve(TaskStream stream) throws Exception {
            while (stream.read() != null) {
                count++;
                stream.write(String.valueOf(count));
            }
            NOTES.add("returned");
        }

        @PreDestroy
        void destroy() {
            NOTES.add("destroyed");
        }
    }

    @Test
    void shutdownLetsATaskFinishItsAnswer() throws Exception {
        NOTES.clear();
        TestClient[] client = {null};
        Runners.quotes()
                .withUserConfiguration(LifecycleAutoConfiguration.class)
                // The client does not end its side before it has seen everything.
                .withPropertyValues(Runners.keys(Map.of("close-timeout", "200ms")))
                .withBean(Slow.class)
                .run(context -> {
                    client[0] = TestClient.connect(context, "quotes");
                    client[0].send("work\n");
                    assertThat(nextNote()).isEqualTo("working");
                });
        // The context is closed, and with it the reactor.
        assertThat(client[0].line()).isEqualTo("worked");
        assertThat(client[0].line()).isEqualTo("bye");
        assertThat(client[0].line()).isNull();
        client[0].close();
    }

    @ReactorHandler("quotes")
    static class Slow {

        @OnSession
        void serve(TaskStream stream) throws Exception {
            while (stream.read() != null) {
                NOTES.add("working");
                stream.sleep(Duration.ofMillis(200));
                stream.write("worked");
            }
            stream.write("bye");
        }
    }

    @Test
    @Tag("P2")
    void anExecutorWithPlatformThreadsServesTasksToo() {
        var pool = Executors.newFixedThreadPool(2);
        Runners.quotes()
                .withPropertyValues(Runners.keys(Map.of("executor", "pool")))
                .withBean("pool", Executor.class, () -> pool)
                .withBean(Shouter.class)
                .run(context -> {
                    try (TestClient client = TestClient.connect(context, "quotes")) {
                        assertThat(client.line()).startsWith("welcome");
                        assertThat(client.ask("a")).isEqualTo("A");
                    }
                });
        pool.shutdown();
    }
}
