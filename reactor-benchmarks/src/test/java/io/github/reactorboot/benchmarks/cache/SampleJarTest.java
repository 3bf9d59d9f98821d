package io.github.reactorboot.benchmarks.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleJarTest {

    @TempDir private Path root;

    private Path file(String name) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.createFile(file);
    }

    @Test
    void isFoundBesideTheBenchmarks() throws Exception {
        Path code = file("reactor-benchmarks/target/reactor-benchmarks.jar");
        Path jar = file("sample-app/target/sample-app-1.jar");
        file("sample-app/target/sample-app-1-sources.jar");
        file("sample-app/target/sample-app-1.jar.original");
        assertThat(SampleJar.beside(code)).isEqualTo(jar);
    }

    @Test
    void saysHowToBuildIt() throws IOException {
        Path code = file("reactor-benchmarks/target/reactor-benchmarks.jar");
        assertThatThrownBy(() -> SampleJar.beside(code))
                .isInstanceOf(SetUpException.class)
                .hasMessage(
                        "There is no sample application in "
                                + root.resolve("sample-app/target")
                                + ". Build it with ./mvnw -pl sample-app -am package -DskipTests,"
                                + " or say with --sample where its jar is.");
    }

    @Test
    void isTakenWhereItIsGiven() throws Exception {
        Path jar = file("mine.jar");
        assertThat(SampleJar.find(jar)).isEqualTo(jar);
    }

    @Test
    void isMissedWhereItIsGiven() {
        Path missing = root.resolve("mine.jar");
        assertThatThrownBy(() -> SampleJar.find(missing))
                .isInstanceOf(SetUpException.class)
                .hasMessageStartingWith("There is no sample application at " + missing);
    }
}
