package io.github.reactorboot.engine.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.engine.linux.libc.Libc;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Descriptors that no class of the JDK makes, as an application makes and reads them. */
final class KernelObjects implements AutoCloseable {

    private static final int NONBLOCK_CLOEXEC = 0x80800;
    private static final int CLOCK_MONOTONIC = 1;
    private static final int IN_CREATE = 0x100;
    private static final int EVENT_BYTES = 16;

    private static final MethodHandle INOTIFY_INIT = handle("inotify_init1", JAVA_INT);
    private static final MethodHandle INOTIFY_ADD =
            handle("inotify_add_watch", JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle TIMERFD_CREATE = handle("timerfd_create", JAVA_INT, JAVA_INT);
    private static final MethodHandle TIMERFD_SETTIME =
            handle("timerfd_settime", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);

    /** Of the thread that makes them, and of the one that reads them. */
    private final Libc maker = new Libc();

    private final Libc reader = new Libc();
    private final Arena arena = Arena.ofAuto();
    private final MemorySegment buffer = arena.allocate(4096, 8);
    private final List<Integer> open = new ArrayList<>();

    @SuppressWarnings("restricted") // what tests of the kernel need
    private static MethodHandle handle(String name, MemoryLayout... arguments) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().find(name).orElseThrow(),
                FunctionDescriptor.of(JAVA_INT, arguments));
    }

    private int keep(int fd) {
        assertThat(fd).isNotNegative();
        open.add(fd);
        return fd;
    }

    /** Tells of files that are made in a directory (inotify(7)). */
    int inotify(Path directory) throws Throwable {
        int fd = keep((int) INOTIFY_INIT.invokeExact(NONBLOCK_CLOEXEC));
        MemorySegment path = arena.allocateFrom(directory.toString());
        assertThat((int) INOTIFY_ADD.invokeExact(fd, path.address(), IN_CREATE)).isPositive();
        return fd;
    }

    /** Expires again and again (timerfd_create(2)). */
    int timer(Duration period) throws Throwable {
        int fd = keep((int) TIMERFD_CREATE.invokeExact(CLOCK_MONOTONIC, NONBLOCK_CLOEXEC));
        MemorySegment times = arena.allocate(32, 8);
        times.set(JAVA_LONG, 8, period.toNanos());
        times.set(JAVA_LONG, 24, period.toNanos());
        assertThat((int) TIMERFD_SETTIME.invokeExact(fd, 0, times.address(), 0L)).isZero();
        return fd;
    }

    int eventfd() {
        return keep(maker.eventfd(0, NONBLOCK_CLOEXEC));
    }

    /** Adds to the count of an eventfd. */
    void add(int fd, long count) {
        MemorySegment value = arena.allocate(JAVA_LONG);
        value.set(JAVA_LONG, 0, count);
        assertThat(maker.write(fd, value.address(), Long.BYTES)).isEqualTo(Long.BYTES);
    }

    /** The count of a timer or an eventfd; the negative error number if there is none. */
    long readCount(int fd) {
        long length = reader.read(fd, buffer.address(), Long.BYTES);
        return length == Long.BYTES ? buffer.get(JAVA_LONG, 0) : length;
    }

    /** The names in the events that one read gives. */
    List<String> readNames(int fd) {
        long length = reader.read(fd, buffer.address(), buffer.byteSize());
        List<String> names = new ArrayList<>();
        for (long at = 0; at < length; ) {
            int nameBytes = buffer.get(JAVA_INT.withOrder(ByteOrder.nativeOrder()), at + 12);
            names.add(buffer.getString(at + EVENT_BYTES, StandardCharsets.UTF_8));
            at += EVENT_BYTES + nameBytes;
        }
        return names;
    }

    @Override
    public void close() {
        open.forEach(fd -> assertThat(maker.close(fd)).isZero());
    }
}
