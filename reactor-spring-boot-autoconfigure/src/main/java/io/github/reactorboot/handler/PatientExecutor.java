package io.github.reactorboot.handler;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * For an executor that blocks whoever calls it while its limit is reached: a thread waits in the
 * place of the event loop. It is there on demand only. What waits for it is bounded by the number
 * of sessions.
 */
public final class PatientExecutor implements Executor {

    private final Executor target;
    private final ThreadPoolExecutor waiter;

    public PatientExecutor(Executor target) {
        this.target = target;
        this.waiter =
                new ThreadPoolExecutor(
                        1,
                        1,
                        1,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        work -> {
                            Thread thread = new Thread(work, "reactor-executor-limit");
                            thread.setDaemon(false);
                            return thread;
                        });
        waiter.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable task) {
        waiter.execute(() -> submit(task));
    }

    private void submit(Runnable task) {
        try {
            target.execute(task);
        } catch (Throwable e) {
            if (!RefusableTask.tell(task, e)) {
                throw e;
            }
        }
    }

    @Override
    public String toString() {
        return target.toString();
    }
}
