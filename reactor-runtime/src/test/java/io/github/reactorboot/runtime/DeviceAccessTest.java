package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.reactorboot.runtime.engine.FileKind;
import io.github.reactorboot.runtime.engine.Resource;
import io.github.reactorboot.runtime.engine.Resource.Access;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In which directions a device is opened. */
@Tag("N5")
class DeviceAccessTest {

    @TempDir Path directory;

    @BeforeAll
    static void needPosixFiles() {
        PosixFiles.needed();
    }

    private final EmbeddedLoops loops = new EmbeddedLoops(1, false, new RecordingHandler());

    @AfterEach
    void close() {
        loops.close();
    }

    private ScriptedEngine engine() {
        return loops.engines.get(0);
    }

    private Connection open(Path path, Access access) {
        ConnectionConfig config =
                ConnectionConfig.builder("line")
                        .device(path, access)
                        .handler((session, frame) -> {})
                        .build();
        var opened = loops.reactor.connect(config).toCompletableFuture();
        loops.settle();
        return opened.join();
    }

    private List<Access> asked() {
        return engine().opened.stream().map(Resource::access).toList();
    }

    private Path fifo() {
        Path fifo = directory.resolve("fifo");
        try {
            assumeTrue(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor() == 0);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
        return fifo;
    }

    @Test
    void aFifoIsRead() {
        open(fifo(), null);
        assertThat(asked()).containsExactly(Access.READ);
    }

    @Test
    void whatIsConfiguredCounts() {
        open(fifo(), Access.READ_WRITE);
        assertThat(asked()).containsExactly(Access.READ_WRITE);
    }

    @Test
    void anythingElseIsReadAndWritten() {
        open(Path.of("/dev/null"), null);
        assertThat(asked()).containsExactly(Access.READ_WRITE);
    }

    @Test
    void whatComesWhileItIsOpenedIsLookedAtAgain() {
        engine().whenOpening =
                () -> {
                    if (engine().opened.size() == 1) {
                        fifo();
                    }
                };
        Connection device = open(directory.resolve("fifo"), null);
        assertThat(asked()).containsExactly(Access.READ_WRITE, Access.READ);
        assertThat(engine().devices.get(0).isClosed()).isTrue();
        assertThat(engine().devices.get(1).isClosed()).isFalse();
        Session session = device.session().orElseThrow();
        assertThat(session.name()).isEqualTo("line-1");
        assertThat(session.isOpen()).isFalse();
        assertThat(device.stats().sessions()).isEqualTo(1);
    }

    @Test
    void filesAreKnown() throws IOException {
        assertThat(FileKind.of(fifo())).isEqualTo(FileKind.FIFO);
        assertThat(FileKind.of(directory)).isEqualTo(FileKind.DIRECTORY);
        assertThat(FileKind.of(Path.of("/dev/null"))).isEqualTo(FileKind.CHARACTER_DEVICE);
        assertThat(FileKind.of(directory.resolve("absent"))).isEqualTo(FileKind.UNKNOWN);
        Path file = Files.createFile(directory.resolve("file"));
        assertThat(FileKind.of(file)).isEqualTo(FileKind.REGULAR_FILE);
        Path link = Files.createSymbolicLink(directory.resolve("link"), file);
        assertThat(FileKind.of(link)).isEqualTo(FileKind.REGULAR_FILE);
    }
}
