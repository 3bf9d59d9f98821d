package io.github.reactorboot.benchmarks.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ref.Reference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryTest {

    private static final String HEADING = " num     #instances         #bytes  class name (module)";

    @Test
    void residentMemoryIsReadFromTheStatus() throws Exception {
        assertThat(ResidentMemory.parse(List.of("VmHWM:\t  90 kB", "VmRSS:\t   54321 kB")))
                .isEqualTo(54321L * 1024);
        assertThat(ResidentMemory.bytes(ProcessHandle.current().pid())).isPositive();
    }

    @Test
    void aStatusWithoutResidentMemoryIsRefused() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> ResidentMemory.parse(List.of("Name:\tzombie")));
    }

    @Test
    void histogramLinesAreSummedByClass() {
        ClassHistogram histogram =
                ClassHistogram.parse(
                        List.of(
                                HEADING,
                                "----------",
                                "   1:          10            240  [B (java.base@25)",
                                "   2:           2            100  a.Twice",
                                "   3:           1             50  a.Twice",
                                "Total           13            390"));
        assertThat(histogram.bytes()).isEqualTo(390);
        assertThat(histogram.classes().get("a.Twice")).isEqualTo(new ClassHistogram.Usage(3, 150));
    }

    @Test
    void growthIsSortedAndKnowsWhatWent() {
        ClassHistogram before = ClassHistogram.parse(List.of("1: 5 500 a.Gone", "2: 1 10 a.Same"));
        ClassHistogram after =
                ClassHistogram.parse(
                        List.of("1: 3 900 a.More", "2: 9 9000 a.Most", "3: 1 10 a.Same"));
        assertThat(after.since(before))
                .containsExactly(
                        new ClassHistogram.Growth("a.Most", 9, 9000),
                        new ClassHistogram.Growth("a.More", 3, 900),
                        new ClassHistogram.Growth("a.Gone", -5, -500));
    }

    @Test
    void jcmdLooksIntoAnotherJvm() throws Exception {
        Path classes =
                Path.of(Idler.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        List<String> command =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classes.toString(),
                        Idler.class.getName());
        try (Children children = new Children();
                Child idler = children.start("idler", command)) {
            assertThat(idler.readLine(Duration.ofSeconds(30))).isEqualTo("up");
            ClassHistogram histogram = ClassHistogram.of(idler.pid(), children);
            assertThat(histogram.classes().get(Idler.class.getName()).instances()).isEqualTo(3);
        }
    }

    /** A JVM that does nothing until its input ends. */
    static final class Idler {

        private static final List<Idler> THREE = List.of(new Idler(), new Idler(), new Idler());

        private Idler() {}

        public static void main(String[] args) throws IOException {
            System.out.println("up");
            System.in.transferTo(OutputStream.nullOutputStream());
            Reference.reachabilityFence(THREE);
        }
    }
}
