package io.github.reactorboot.engine.linux.uring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorboot.engine.linux.uring.RingBench.End;
import io.github.reactorboot.runtime.engine.Resource;
import io.github.reactorboot.runtime.engine.Resource.Access;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is no socket, here a FIFO. */
@Tag("O1")
@Timeout(60)
class IoUringDeviceTest {

    @TempDir Path directory;
    private RingBench bench;
    private Path fifo;

    @BeforeEach
    void open() throws Exception {
        fifo = directory.resolve("fifo");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();
        bench = new RingBench(new IoUringPollEngineProvider());
    }

    @AfterEach
    void close() throws IOException {
        bench.close();
    }

    private End serve(Access access) throws IOException {
        End end = new End(bench, new Socket());
        end.transport = bench.engine.open(new Resource.DeviceFile(fifo, access), end);
        return end;
    }

    @Test
    void bytesOfAFifoAreHandedUpAndItsEnd() throws IOException {
        End end = serve(Access.READ);
        try (FileOutputStream writer = new FileOutputStream(fifo.toFile())) {
            writer.write("one".getBytes());
            bench.turnUntil(() -> end.received.toString().equals("one"));
            end.transport.pauseReading();
            writer.write(", two".getBytes());
            bench.turnFor(1_000_000);
            bench.turnFor(1_000_000);
            assertThat(end.received.toString()).isEqualTo("one");
            end.transport.resumeReading();
            bench.turnUntil(() -> end.received.toString().equals("one, two"));
        }
        bench.turnUntil(() -> end.ends.contains("input-closed"));
        bench.turnFor(1_000_000);
        end.transport.close();
        bench.turnUntil(() -> end.ends.contains("released"));
        assertThat(end.ends).containsExactly("input-closed", "released");
    }

    @Test
    void aFullFifoIsWrittenWhenTheOtherEndHasRead() throws Exception {
        // Open for both ways, it waits for nobody (fifo(7)).
        try (RandomAccessFile reader = new RandomAccessFile(fifo.toFile(), "rw")) {
            End end = serve(Access.WRITE);
            ByteBuffer much = ByteBuffer.allocateDirect(1 << 20);
            long taken = end.write(much.duplicate());
            assertThat(taken).isBetween(1L, (long) much.capacity() - 1);
            bench.turnFor(1_000_000);
            assertThat(end.writes).isZero();
            reader.readFully(new byte[(int) taken]);
            bench.turnUntil(() -> end.writes == 1);
            end.transport.close();
            bench.turnUntil(() -> end.ends.contains("released"));
            assertThat(end.ends).containsExactly("released");
        }
    }

    @Test
    void whatIsNotThereCannotBeOpened() {
        assertThatThrownBy(() ->
                        bench.engine.open(
                                new Resource.DeviceFile(directory.resolve("none"), Access.READ),
                                new End(bench, new Socket())))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("ENOENT");
    }

    @Test
    void anEngineThatIsClosedClosesItsDevices() throws IOException {
        End end = serve(Access.READ);
        bench.turnFor(0);
        bench.engine.close();
        assertThat(end.ends).isEmpty();
        assertThat(end.transport.readNow()).isFalse();
    }
}
