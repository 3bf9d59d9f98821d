package io.github.reactorboot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** What the user of an application that does not start gets to read. */
final class Mistakes {

    private Mistakes() {}

    static FailureAnalysis of(ApplicationContextRunner runner) {
        FailureAnalysis[] analysis = new FailureAnalysis[1];
        runner.run(context -> {
            assertThat(context).hasFailed();
            analysis[0] = analysis(context.getStartupFailure());
        });
        return analysis[0];
    }

    private static FailureAnalysis analysis(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof FailureAnalyzedException analyzed) {
                return analyzed.analysis();
            }
        }
        throw new AssertionError("not analyzed", failure);
    }

    static void assertSays(ApplicationContextRunner runner, String description, String action) {
        FailureAnalysis analysis = of(runner);
        assertThat(analysis.getDescription()).isEqualTo(description);
        assertThat(analysis.getAction()).isEqualTo(action);
    }
}
