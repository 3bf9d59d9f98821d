package io.github.reactorboot.engine.linux.uring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.engine.linux.uring.RingBench.End;
import io.github.reactorboot.runtime.engine.ConnectedSocket;
import io.github.reactorboot.runtime.engine.Resource;
import io.github.reactorboot.runtime.engine.SocketSettings;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A kernel that takes no operation any more: it refuses every thread but the one that has begun to
 * use a ring (io_uring_setup(2), IORING_SETUP_SINGLE_ISSUER), so what is opened on another one
 * fails as soon as the submission queue is full.
 */
@Tag("fault-F34")
@Timeout(60)
class RefusedRingTest {

    private static final int ENTRIES = 16;

    @TempDir Path directory;

    private interface Opening {
        void open() throws Exception;
    }

    private static RingBench bench() throws IOException {
        RingBench bench =
                new RingBench(
                        RingOf.sizes(sizes ->
                                new RingSizes(ENTRIES, 64, 16, 4096, sizes.receiveLimit())));
        bench.turnFor(0);
        return bench;
    }

    /** Opens until the kernel refuses, on a thread that must not. */
    private static int openUntilRefused(Opening opening) throws Exception {
        FutureTask<Integer> task =
                new FutureTask<>(() -> {
                    int opened = 0;
                    try {
                        while (opened < 2 * ENTRIES) {
                            opening.open();
                            opened++;
                        }
                    } catch (IllegalStateException e) {
                        assertThat(e).hasMessageContaining("takes nothing");
                    }
                    return opened;
                });
        Thread other = new Thread(task);
        other.start();
        other.join();
        assertThat(task.get()).isBetween(ENTRIES - 4, ENTRIES);
        return task.get();
    }

    /** Files that have the next free numbers must stay open when the engine closes. */
    private void assertClosesNothingElse(RingBench bench) throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "x");
        List<RandomAccessFile> files = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                files.add(new RandomAccessFile(file.toFile(), "r"));
            }
            bench.engine.close();
            for (RandomAccessFile each : files) {
                assertThat(each.read()).isEqualTo('x');
            }
        } finally {
            for (RandomAccessFile each : files) {
                each.close();
            }
        }
    }

    @Test
    void aSocketThatIsRefusedIsClosedOnce() throws Exception {
        try (RingBench bench = bench()) {
            bench.listening.resumeAccepting();
            for (int i = 0; i < 2 * ENTRIES; i++) {
                bench.connect();
            }
            bench.turnUntil(() -> bench.accepted.size() == 2 * ENTRIES);
            bench.listening.close();
            bench.turnFor(0);
            List<Socket> tried = new ArrayList<>();
            openUntilRefused(() -> {
                ConnectedSocket socket = bench.accepted.remove(0);
                tried.add(bench.clients.get(tried.size()));
                bench.engine.open(socket, SocketSettings.DEFAULT, new End(bench, null));
            });
            Socket refused = tried.get(tried.size() - 1);
            assertThat(refused.getInputStream().read()).as("FIN").isNegative();
            assertClosesNothingElse(bench);
            for (ConnectedSocket left : bench.accepted) {
                left.close();
            }
        }
    }

    @Test
    void aDeviceThatIsRefusedIsClosedOnce() throws Exception {
        Path fifo = directory.resolve("fifo");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();
        Resource resource = new Resource.DeviceFile(fifo, Resource.Access.READ);
        try (RingBench bench = bench()) {
            int opened = openUntilRefused(() -> bench.engine.open(resource, new End(bench, null)));
            assertThat(openDescriptorsOf(fifo)).isEqualTo(opened);
            assertClosesNothingElse(bench);
        }
        assertThat(openDescriptorsOf(fifo)).isZero();
    }

    private static long openDescriptorsOf(Path path) throws IOException {
        try (var all = Files.list(Path.of("/proc/self/fd"))) {
            return all.filter(
                            each -> {
                                try {
                                    return Files.readSymbolicLink(each).equals(path);
                                } catch (IOException e) {
                                    return false;
                                }
                            })
                    .count();
        }
    }
}
