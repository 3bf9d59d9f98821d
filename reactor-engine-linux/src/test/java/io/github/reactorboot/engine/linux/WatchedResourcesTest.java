package io.github.reactorboot.engine.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.engine.linux.libc.Errno;
import io.github.reactorboot.runtime.EventLoop;
import io.github.reactorboot.runtime.Reactor;
import io.github.reactorboot.runtime.ReadyHandler;
import io.github.reactorboot.runtime.Watch;
import io.github.reactorboot.runtime.engine.Interest;
import io.github.reactorboot.runtime.engine.Readiness;
import io.github.reactorboot.runtime.engine.UnsupportedResourceException;
import io.github.reactorboot.runtime.engine.Watchable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the kernel has beside sockets and files, watched by a loop. */
@Tag("N5")
@Tag("O3")
@Timeout(60)
class WatchedResourcesTest {

    private static final long PATIENCE_SECONDS = 20;

    private final KernelObjects kernel = new KernelObjects();
    private Reactor reactor;

    @TempDir Path directory;

    @AfterEach
    void close() {
        if (reactor != null) {
            reactor.close();
        }
        kernel.close();
    }

    private EventLoop loop(String engine) {
        reactor = Reactor.builder("watching").engine(engine).loops(1).build();
        reactor.start();
        return reactor.loops().get(0);
    }

    private static CompletionStage<Watch> watch(EventLoop loop, int fd, ReadyHandler handler) {
        return loop.watch(new Watchable.Descriptor(fd), Interest.READ, handler);
    }

    private static <T> T result(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        return next;
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "io_uring"})
    void inotifyTellsOfFiles(String engine) throws Throwable {
        int fd = kernel.inotify(directory);
        BlockingQueue<String> names = new LinkedBlockingQueue<>();
        Watch watch =
                result(watch(loop(engine), fd, (w, ready) -> names.addAll(kernel.readNames(fd))));
        Files.createFile(directory.resolve("first"));
        assertThat(next(names)).isEqualTo("first");
        Files.createFile(directory.resolve("second"));
        Files.createFile(directory.resolve("third"));
        assertThat(next(names)).isEqualTo("second");
        assertThat(next(names)).isEqualTo("third");
        watch.cancel();
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "io_uring"})
    void aTimerOfTheKernelTicks(String engine) throws Throwable {
        int fd = kernel.timer(Duration.ofMillis(2));
        BlockingQueue<Long> ticks = new LinkedBlockingQueue<>();
        BlockingQueue<String> ends = new LinkedBlockingQueue<>();
        ReadyHandler handler =
                new ReadyHandler() {
                    @Override
                    public void onReady(Watch watch, Readiness ready) {
                        ticks.add(kernel.readCount(fd));
                        if (ticks.size() == 5) {
                            watch.cancel();
                        }
                    }

                    @Override
                    public void onEnded(Watch watch, Throwable cause) {
                        ends.add(String.valueOf(cause));
                    }
                };
        result(watch(loop(engine), fd, handler));
        assertThat(next(ends)).isEqualTo("null");
        assertThat(ticks).hasSize(5).allMatch(count -> count > 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "io_uring"})
    void anEventfdIsACountThatAnyThreadAddsTo(String engine) throws Throwable {
        int fd = kernel.eventfd();
        BlockingQueue<Long> counts = new LinkedBlockingQueue<>();
        EventLoop loop = loop(engine);
        result(watch(loop, fd, (w, ready) -> counts.add(kernel.readCount(fd))));
        kernel.add(fd, 3);
        assertThat(next(counts)).isEqualTo(3);
        kernel.add(fd, 39);
        assertThat(next(counts)).isEqualTo(39);
        // One that can be written always, too.
        BlockingQueue<Readiness> both = new LinkedBlockingQueue<>();
        int other = kernel.eventfd();
        kernel.add(other, 1);
        result(
                loop.watch(
                        new Watchable.Descriptor(other),
                        Interest.READ_WRITE,
                        (w, ready) -> {
                            both.add(ready);
                            w.cancel();
                        }));
        assertThat(next(both)).isEqualTo(new Readiness(true, true, false, false));
        assertThat(kernel.readCount(fd)).as("nothing is left").isEqualTo(-Errno.EAGAIN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "io_uring"})
    void whatCannotBeWaitedForIsRefused(String engine) throws Exception {
        EventLoop loop = loop(engine);
        ReadyHandler never = (watch, ready) -> {};
        assertThat(failure(watch(loop, 1_000_000, never)))
                .isInstanceOf(IOException.class)
                .hasMessage("fcntl of descriptor 1000000: EBADF, Bad file descriptor");
        Path file = Files.createFile(directory.resolve("regular"));
        try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
            assertThat(opened.getFD().valid()).isTrue();
            int fd = descriptorOf(file);
            assertThat(failure(watch(loop, fd, never)))
                    .isInstanceOf(UnsupportedResourceException.class)
                    .hasMessageContaining("descriptor " + fd + " cannot be waited for")
                    .hasMessageContaining("ready at any time");
        }
    }

    private static int descriptorOf(Path file) throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.filter(each -> leadsTo(each, file))
                    .mapToInt(each -> Integer.parseInt(each.getFileName().toString()))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static boolean leadsTo(Path link, Path file) {
        try {
            return Files.readSymbolicLink(link).equals(file);
        } catch (IOException e) {
            return false;
        }
    }

    private static Throwable failure(CompletionStage<?> stage) throws Exception {
        try {
            throw new AssertionError("completed with " + result(stage));
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }

    /** Each watch has a descriptor of its own, which must come back. */
    @ParameterizedTest
    @ValueSource(strings = {"epoll", "io_uring"})
    @Tag("fault-F34")
    void watchesLeaveNothing(String engine) throws Throwable {
        EventLoop loop = loop(engine);
        int fd = kernel.eventfd();
        assertThat(eventfds()).as("of this test and of the loop").isLessThan(20);
        for (int i = 0; i < 200; i++) {
            result(watch(loop, fd, (watch, ready) -> {})).cancel();
        }
        DeviceRig.awaitUntil(() -> eventfds() < 20);
        for (int i = 0; i < 200; i++) {
            result(watch(loop, kernel.eventfd(), (watch, ready) -> {}));
        }
        assertThat(eventfds()).isGreaterThan(400);
        reactor.close();
        DeviceRig.awaitUntil(() -> eventfds() < 220);
    }

    private static long eventfds() {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.filter(each -> leadsTo(each, Path.of("anon_inode:[eventfd]"))).count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
