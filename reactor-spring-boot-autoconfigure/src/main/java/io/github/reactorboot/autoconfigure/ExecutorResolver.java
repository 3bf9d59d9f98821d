package io.github.reactorboot.autoconfigure;

import io.github.reactorboot.handler.PatientExecutor;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.SyncTaskExecutor;

/** Finds the executor for the blocking handler methods of a listener. */
final class ExecutorResolver {

    /** The one of Boot; on virtual threads if they are enabled. */
    private static final String OF_THE_APPLICATION = "applicationTaskExecutor";

    private final BeanNames beans;

    ExecutorResolver(BeanNames beans) {
        this.beans = beans;
    }

    /** The executor, safe to be called by an event loop. */
    Executor resolve(PropertyCheck check, @Nullable String name) {
        Executor executor = find(check, name);
        if (executor instanceof SyncTaskExecutor) {
            throw new FailureAnalyzedException(
                    ("%s has a blocking handler method, but executor '%s' is a SyncTaskExecutor,"
                                    + " which has no threads.")
                            .formatted(check.prefix(), name != null ? name : OF_THE_APPLICATION),
                    "Name an executor that has threads with %s.".formatted(check.key("executor")));
        }
        return executor instanceof SimpleAsyncTaskExecutor simple && simple.isThrottleActive()
                ? new PatientExecutor(simple)
                : executor;
    }

    private Executor find(PropertyCheck check, @Nullable String name) {
        if (name != null) {
            return beans.require(check, "executor", name, Executor.class);
        }
        ConfigurableListableBeanFactory factory = beans.beans();
        if (factory.containsBean(OF_THE_APPLICATION)
                && factory.isTypeMatch(OF_THE_APPLICATION, Executor.class)) {
            return factory.getBean(OF_THE_APPLICATION, Executor.class);
        }
        throw new FailureAnalyzedException(
                "%s has a blocking handler method, but there is no executor bean named '%s'."
                        .formatted(check.prefix(), OF_THE_APPLICATION),
                "Name an Executor bean with %s%s"
                        .formatted(check.key("executor"), beans.others("", Executor.class)));
    }
}
