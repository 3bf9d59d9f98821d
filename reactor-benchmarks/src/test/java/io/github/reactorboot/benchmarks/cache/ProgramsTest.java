package io.github.reactorboot.benchmarks.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramsTest {

    @TempDir private Path directory;

    private Path program(String name) throws IOException {
        Path file = Files.createFile(directory.resolve(name));
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }

    @Test
    void findsAProgramOnThePath() throws Exception {
        Path file = program("redis-server");
        String path = "/nowhere" + File.pathSeparator + directory;
        assertThat(new Programs(path).find("redis-server", null, "x")).isEqualTo(file);
    }

    @Test
    void takesTheOneThatIsGiven() throws Exception {
        Path file = program("mine");
        assertThat(new Programs("").find("redis-server", file, "x")).isEqualTo(file);
    }

    @Test
    void saysWhatToInstall() {
        assertThatThrownBy(() ->
                        new Programs(directory.toString())
                                .find("redis-benchmark", null, "redis-tools"))
                .isInstanceOf(SetUpException.class)
                .hasMessage(
                        "There is no redis-benchmark on the PATH. Install the Debian package redis-tools"
                                + " (apt-get install redis-tools), or say with --redis-benchmark where the"
                                + " program is.");
    }

    @Test
    void refusesWhatIsNoProgram() throws IOException {
        Path file = Files.createFile(directory.resolve("text"));
        assertThatThrownBy(() -> new Programs("").find("redis-server", file, "x"))
                .isInstanceOf(SetUpException.class)
                .hasMessage("--redis-server: " + file + " is no program");
    }
}
