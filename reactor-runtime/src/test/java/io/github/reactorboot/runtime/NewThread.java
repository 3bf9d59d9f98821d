package io.github.reactorboot.runtime;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/** Work on a thread of its own: the common pool may have only one, which others wait for. */
final class NewThread {

    private NewThread() {}

    static <T> CompletableFuture<T> call(Callable<T> work) {
        CompletableFuture<T> done = new CompletableFuture<>();
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                done.complete(work.call());
                            } catch (Throwable e) {
                                done.completeExceptionally(e);
                            }
                        },
                        "test");
        thread.setDaemon(true);
        thread.start();
        return done;
    }

    static CompletableFuture<Void> run(Runnable work) {
        return call(() -> {
            work.run();
            return null;
        });
    }
}
