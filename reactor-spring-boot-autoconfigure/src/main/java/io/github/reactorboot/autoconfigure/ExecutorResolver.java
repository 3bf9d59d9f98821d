package io.github.reactorboot.autoconfigure;

import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.diagnostics.FailureAnalyzedException;

/** Finds the executor for the blocking handler methods of a listener. */
final class ExecutorResolver {

    /** The one of Boot; on virtual threads if they are enabled. */
    private static final String OF_THE_APPLICATION = "applicationTaskExecutor";

    private final BeanNames beans;

    ExecutorResolver(BeanNames beans) {
        this.beans = beans;
    }

    Executor resolve(PropertyCheck check, @Nullable String name) {
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
