package io.github.reactorboot.engine.linux.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Anybody may bind a socket to a name that this JVM cannot express, and connect with it. */
@Tag("O3")
@Timeout(60)
class NamesInLocalesTest {

    @TempDir Path directory;

    @ParameterizedTest
    @CsvSource({"POSIX, false", "C.UTF-8, true"})
    void aNameThatCannotBeExpressedIsNone(String locale, boolean expressed) throws Exception {
        byte[] name = (directory + "/\u00e4").getBytes(StandardCharsets.UTF_8);
        ProcessBuilder builder =
                new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        NameProcess.class.getName(),
                        HexFormat.of().formatHex(name));
        builder.environment().put("LC_ALL", locale);
        Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(50, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        String expected = expressed ? HexFormat.of().formatHex(name) : "";
        assertThat(said.strip()).isEqualTo(("name " + expected).strip());
    }
}
