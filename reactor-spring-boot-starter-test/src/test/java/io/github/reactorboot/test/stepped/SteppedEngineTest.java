package io.github.reactorboot.test.stepped;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.reactorboot.runtime.engine.PollEngine;
import io.github.reactorboot.runtime.engine.PollEngineProvider;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A stepped engine can do what the engine beneath it can. */
@Tag("R7")
class SteppedEngineTest {

    @Test
    void theEngineLeavesNothingToADefaultMethod() {
        declaresAll(PollEngine.class, SteppedEngine.class);
    }

    @Test
    void theProviderLeavesNothingToADefaultMethod() {
        declaresAll(PollEngineProvider.class, SteppedEngineProvider.class);
    }

    private static void declaresAll(Class<?> asked, Class<?> answers) {
        for (Method method : asked.getMethods()) {
            if (!Modifier.isStatic(method.getModifiers())) {
                assertThatCode(() ->
                                answers.getDeclaredMethod(
                                        method.getName(), method.getParameterTypes()))
                        .as(method.toString())
                        .doesNotThrowAnyException();
            }
        }
    }
}
