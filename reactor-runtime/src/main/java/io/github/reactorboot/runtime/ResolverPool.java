package io.github.reactorboot.runtime;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Looks names up away from the event loops, on few daemon threads that exist while they are needed.
 * Any thread.
 */
final class ResolverPool {

    private static final int THREADS = 4;
    private static final int WAITING_MOST = 256;
    private static final long IDLE_SECONDS = 10;

    private final NameResolver resolver;
    private final ThreadPoolExecutor threads;

    ResolverPool(String reactor, NameResolver resolver) {
        this.resolver = resolver;
        this.threads =
                new ThreadPoolExecutor(
                        THREADS,
                        THREADS,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(WAITING_MOST),
                        named("reactor-" + reactor + "-resolver-"));
        threads.allowCoreThreadTimeOut(true);
    }

    private static ThreadFactory named(String prefix) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, prefix + number.getAndIncrement());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Gets the outcome of a look-up, on a thread of the pool: one of the two. */
    interface Answer {
        void resolved(List<InetAddress> addresses);

        void failed(IOException cause);
    }

    /** A look-up that is under way. */
    interface Lookup {
        /** Nobody waits for the answer any more; it may still come. */
        void cancel();
    }

    /**
     * Begins to look a name up.
     *
     * @throws IOException when too many look-ups wait already
     */
    Lookup resolve(String host, Answer answer) throws IOException {
        FutureTask<Void> task = new FutureTask<>(() -> look(host, answer), null);
        try {
            threads.execute(task);
        } catch (RejectedExecutionException e) {
            throw new IOException(
                    "%s cannot be looked up: %d names wait for the resolver already"
                            .formatted(host, threads.getQueue().size()),
                    e);
        } catch (OutOfMemoryError e) {
            // The system has no thread to give: no reason to end a loop.
            throw new IOException(host + " cannot be looked up: " + e.getMessage(), e);
        }
        return () -> {
            task.cancel(true);
            threads.remove(task);
        };
    }

    private void look(String host, Answer answer) {
        List<InetAddress> found;
        try {
            found = copyOf(resolver.resolve(host));
        } catch (UnknownHostException e) {
            answer.failed(new IOException(host + " is not known", e));
            return;
        } catch (Exception | StackOverflowError | LinkageError e) {
            answer.failed(new IOException(host + " cannot be looked up: " + e, e));
            return;
        }
        if (found.isEmpty()) {
            answer.failed(new IOException(host + " has no address"));
        } else {
            answer.resolved(found);
        }
    }

    /** What the code of an application has answered. */
    private static List<InetAddress> copyOf(@Nullable List<InetAddress> answer) {
        if (answer == null || answer.stream().anyMatch(Objects::isNull)) {
            throw new IllegalStateException("the resolver has answered null");
        }
        return List.copyOf(answer);
    }

    /** The reactor starts. */
    void begin() {
        threads.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    }

    /** The reactor ends, and its look-ups with it: no thread stays when it has nothing to do. */
    void end() {
        threads.setKeepAliveTime(1, TimeUnit.MILLISECONDS);
    }
}
