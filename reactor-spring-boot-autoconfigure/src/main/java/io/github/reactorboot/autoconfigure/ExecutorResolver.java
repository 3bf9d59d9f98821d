package io.github.reactorboot.autoconfigure;

import io.github.reactorboot.handler.DecoratedExecutor;
import io.github.reactorboot.handler.PatientExecutor;
import io.github.reactorboot.runtime.task.VirtualThreads;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.SyncTaskExecutor;
import org.springframework.core.task.TaskDecorator;
import org.springframework.core.task.support.CompositeTaskDecorator;

/** Finds the executor for the blocking handler methods of a listener. */
final class ExecutorResolver {

    /** The one of Boot; on virtual threads if they are enabled. */
    private static final String OF_THE_APPLICATION = "applicationTaskExecutor";

    /** A task is a promised reply of its session, and the bound must leave room for another. */
    private static final int PENDING_REPLIES_LEAST = 2;

    private final BeanNames beans;

    ExecutorResolver(BeanNames beans) {
        this.beans = beans;
    }

    /** The executor of methods that block, safe to be called by an event loop. */
    Executor resolve(PropertyCheck check, @Nullable String name) {
        return bean(check, name, "a blocking handler method");
    }

    /** The executor of methods that serve whole sessions: that is what virtual threads are for. */
    Executor resolveForTasks(PropertyCheck check, @Nullable String name, int maxPendingReplies) {
        check.require(
                maxPendingReplies >= PENDING_REPLIES_LEAST,
                "max-pending-replies",
                maxPendingReplies,
                "must be at least %d for a handler with @OnSession"
                        .formatted(PENDING_REPLIES_LEAST));
        Optional<Executor> virtual = VirtualThreads.executor();
        return name == null && virtual.isPresent()
                ? decorated(virtual.get())
                : bean(check, name, "an @OnSession method");
    }

    private Executor bean(PropertyCheck check, @Nullable String name, String what) {
        Executor executor = find(check, name, what);
        if (executor instanceof SyncTaskExecutor) {
            throw new FailureAnalyzedException(
                    "%s has %s, but executor '%s' is a SyncTaskExecutor, which has no threads."
                            .formatted(
                                    check.prefix(), what, name != null ? name : OF_THE_APPLICATION),
                    "Name an executor that has threads with %s.".formatted(check.key("executor")));
        }
        Executor patient =
                executor instanceof SimpleAsyncTaskExecutor simple && simple.isThrottleActive()
                        ? new PatientExecutor(simple)
                        : executor;
        return name == null || name.equals(OF_THE_APPLICATION) ? patient : decorated(patient);
    }

    /** What Boot does for its own executor; that is how {@code propagate-context} works. */
    private Executor decorated(Executor executor) {
        List<TaskDecorator> decorators =
                beans.beans().getBeanProvider(TaskDecorator.class).orderedStream().toList();
        if (decorators.isEmpty()) {
            return executor;
        }
        TaskDecorator all =
                decorators.size() == 1 ? decorators.get(0) : new CompositeTaskDecorator(decorators);
        return new DecoratedExecutor(executor, all);
    }

    private Executor find(PropertyCheck check, @Nullable String name, String what) {
        if (name != null) {
            return beans.require(check, "executor", name, Executor.class);
        }
        ConfigurableListableBeanFactory factory = beans.beans();
        if (factory.containsBean(OF_THE_APPLICATION)
                && factory.isTypeMatch(OF_THE_APPLICATION, Executor.class)) {
            return factory.getBean(OF_THE_APPLICATION, Executor.class);
        }
        throw new FailureAnalyzedException(
                "%s has %s, but there is no executor bean named '%s'."
                        .formatted(check.prefix(), what, OF_THE_APPLICATION),
                "Name an Executor bean with %s%s"
                        .formatted(check.key("executor"), beans.others("", Executor.class)));
    }
}
