package io.github.reactorboot.benchmarks.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorboot.benchmarks.process.ChildFailure;
import io.github.reactorboot.benchmarks.process.Children;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Real starts, one of each application. */
class ApplicationLauncherTest {

    @Test
    void startsEachApplication() throws Exception {
        try (Children children = new Children()) {
            ApplicationLauncher launcher = new ApplicationLauncher(children, List.of());
            StartFigures without = launcher.start(StartVariant.WITHOUT);
            StartFigures nothing = launcher.start(StartVariant.NOTHING_DECLARED);
            StartFigures listener = launcher.start(StartVariant.ONE_LISTENER);
            assertThat(without.uptimeMillis()).isPositive();
            assertThat(without.mainThreadCpuMillis()).isPositive();
            assertThat(without.processCpuMillis()).isPositive();
            // Each does more than the one before, which shows that they are what they are called.
            assertThat(nothing.loadedClasses()).isGreaterThan(without.loadedClasses());
            assertThat(listener.loadedClasses()).isGreaterThan(nothing.loadedClasses());
            assertThat(listener.ports()).isEqualTo(1);
        }
    }

    @Test
    void tellsWhyAStartFailed() {
        try (Children children = new Children()) {
            ApplicationLauncher launcher =
                    new ApplicationLauncher(children, List.of("-XX:NoSuchOption"));
            assertThatThrownBy(() -> launcher.start(StartVariant.WITHOUT))
                    .isInstanceOf(ChildFailure.class)
                    .hasMessageContaining("NoSuchOption");
        }
    }

    @Test
    void leavesOutExactlyWhatTheStarterBrings() {
        assertThat(StartVariant.configurations())
                .contains("io.github.reactorboot.autoconfigure.ReactorRuntimeAutoConfiguration")
                .allMatch(name -> name.startsWith("io.github.reactorboot."));
    }
}
