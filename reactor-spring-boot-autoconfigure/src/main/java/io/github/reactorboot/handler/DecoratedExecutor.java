package io.github.reactorboot.handler;

import java.util.concurrent.Executor;
import org.springframework.core.task.TaskDecorator;

/**
 * Decorates tasks, as Boot does for its own executor: that is how contexts are propagated.
 *
 * @param target runs them
 * @param decorator called on the thread that submits
 */
public record DecoratedExecutor(Executor target, TaskDecorator decorator) implements Executor {

    @Override
    public void execute(Runnable task) {
        target.execute(new Decorated(task, decorator.decorate(task)));
    }

    @Override
    public String toString() {
        return target.toString();
    }

    private record Decorated(Runnable task, Runnable decorated) implements RefusableTask {

        @Override
        public void run() {
            decorated.run();
        }

        @Override
        public void refused(Throwable cause) {
            RefusableTask.tell(task, cause);
        }

        @Override
        public String toString() {
            return task.toString();
        }
    }
}
