package io.github.reactorboot.engine.linux.socket;

import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a path leads to. */
@Tag("N5")
class LinuxFileTest {

    @TempDir Path directory;

    @Test
    void aFileInAnArchiveIsNotTheOneOfTheSystemWithItsName() throws IOException {
        Path outside = Files.writeString(directory.resolve("key"), "secret");
        try (FileSystem archive =
                FileSystems.newFileSystem(directory.resolve("a.zip"), Map.of("create", "true"))) {
            Path inside = archive.getPath(outside.toString());
            Files.createDirectories(inside.getParent());
            Files.writeString(inside, "for everybody");
            assertThatIOException()
                    .isThrownBy(() -> LinuxFile.open(inside).close())
                    .withMessageContaining("is no file of the system");
        }
        LinuxFile.open(outside).close();
    }
}
