package io.github.reactorboot.engine.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.runtime.EventLoop;
import io.github.reactorboot.runtime.Listener;
import io.github.reactorboot.runtime.ListenerConfig;
import io.github.reactorboot.runtime.Reactor;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Descriptors and mappings of the process come back, however connections and loops end. */
@Tag("fault-F34")
@Timeout(120)
class LeakTest {

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    /** So many, that one lost for each hundred would be seen beside what the JVM itself opens. */
    private static final int CONNECTIONS = 4_000;

    private static final int NOISE = 20;

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "io_uring"})
    void connectionsLeaveNothing(String engine) throws Exception {
        try (Reactor reactor = start(engine)) {
            Listener listener = listen(reactor);
            connectOften(listener, 100);
            awaitUntil(() -> reactor.sessions().isEmpty());
            long before = descriptors();
            connectOften(listener, CONNECTIONS);
            awaitUntil(() -> reactor.sessions().isEmpty());
            assertThat(listener.stats().opened()).isGreaterThan(CONNECTIONS);
            awaitUntil(() -> descriptors() < before + NOISE);
        }
    }

    /** A third each ends with FIN, with RST, and unread. */
    private static void connectOften(Listener listener, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            try (Socket client = new Socket("127.0.0.1", listener.port())) {
                client.getOutputStream().write(i);
                if (i % 3 == 0) {
                    assertThat(client.getInputStream().read()).isEqualTo(i & 0xff);
                } else if (i % 3 == 1) {
                    client.setSoLinger(true, 0);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "io_uring"})
    void reactorsLeaveNothing(String engine) throws Exception {
        try (Reactor first = start(engine)) {
            connectOften(listen(first), 10);
        }
        long descriptors = descriptors();
        long rings = ringMappings();
        for (int i = 0; i < 100; i++) {
            try (Reactor reactor = start(engine);
                    Socket left = new Socket("127.0.0.1", listen(reactor).port())) {
                left.getOutputStream().write(i);
                assertThat(left.getInputStream().read()).isEqualTo(i);
            }
        }
        awaitUntil(() -> descriptors() < descriptors + NOISE);
        assertThat(ringMappings()).isEqualTo(rings);
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "io_uring"})
    @Tag("fault-F25")
    void aLoopThatDiesLeavesNothing(String engine) throws Exception {
        long descriptors = descriptors();
        long rings = ringMappings();
        try (Reactor reactor = start(engine)) {
            Listener listener = listen(reactor);
            try (Socket client = new Socket("127.0.0.1", listener.port())) {
                client.getOutputStream().write(1);
                assertThat(client.getInputStream().read()).isEqualTo(1);
                for (EventLoop loop : reactor.loops()) {
                    loop.execute(() -> {
                        throw new LinkageError("the end of this loop");
                    });
                }
                assertThat(client.getInputStream().read()).as("FIN").isNegative();
            }
            awaitUntil(() -> reactor.loops().stream().allMatch(loop -> loop.failure() != null));
            awaitUntil(() -> descriptors() < descriptors + NOISE);
            awaitUntil(() -> ringMappings() == rings);
        }
    }

    private static Reactor start(String engine) {
        Reactor reactor = Reactor.builder("leak").engine(engine).loops(2).build();
        reactor.start();
        return reactor;
    }

    private static Listener listen(Reactor reactor) throws Exception {
        ListenerConfig config =
                ListenerConfig.builder("echo")
                        .address("127.0.0.1", 0)
                        .handler((session, frame) -> session.send(frame))
                        .build();
        return reactor.listen(config).toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private static long descriptors() {
        return count(DESCRIPTORS);
    }

    private static long count(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static long ringMappings() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
            return lines.filter(line -> line.contains("io_uring")).count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void awaitUntil(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("time is up").isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }
}
