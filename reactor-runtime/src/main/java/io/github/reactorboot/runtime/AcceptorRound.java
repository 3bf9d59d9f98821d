package io.github.reactorboot.runtime;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One step that several acceptors make, each on its own loop. Nobody waits for it: whoever is the
 * last one tells how it went.
 */
final class AcceptorRound {

    /** What each acceptor does. */
    interface Step {
        void make(ListenerSocket acceptor) throws IOException;
    }

    /** A loop is over; its acceptor went with it. */
    static final class LoopEndedException extends IllegalStateException {

        private static final long serialVersionUID = 1L;

        private LoopEndedException(EventLoop loop) {
            super("event loop " + loop.name() + " has ended");
        }
    }

    private final Step step;
    private final Consumer<@Nullable Throwable> whenDone;
    private final AtomicInteger left;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    private AcceptorRound(int count, Step step, Consumer<@Nullable Throwable> whenDone) {
        this.step = step;
        this.whenDone = whenDone;
        this.left = new AtomicInteger(count);
    }

    /**
     * Makes the step, and then calls the action once with the first failure, null if there was
     * none. A loop that has ended is a failure, and its acceptor is gone.
     */
    static void run(
            List<ListenerSocket> acceptors, Step step, Consumer<@Nullable Throwable> whenDone) {
        if (acceptors.isEmpty()) {
            whenDone.accept(null);
            return;
        }
        AcceptorRound round = new AcceptorRound(acceptors.size(), step, whenDone);
        // This thread's own come last: an error that ends its loop keeps no other from the step.
        for (ListenerSocket each : acceptors) {
            if (!each.loop().inEventLoop()) {
                round.start(each);
            }
        }
        for (ListenerSocket each : acceptors) {
            if (each.loop().inEventLoop()) {
                round.make(each);
            }
        }
    }

    private void start(ListenerSocket acceptor) {
        if (!acceptor.loop().submitInternal(() -> make(acceptor))) {
            acceptor.lost();
            done(new LoopEndedException(acceptor.loop()));
        }
    }

    private void make(ListenerSocket acceptor) {
        Throwable trouble = null;
        try {
            step.make(acceptor);
        } catch (IOException | RuntimeException e) {
            trouble = e;
        } catch (Error e) {
            trouble = e;
            throw e;
        } finally {
            done(trouble);
        }
    }

    private void done(@Nullable Throwable trouble) {
        if (trouble != null) {
            failure.compareAndSet(null, trouble);
        }
        if (left.decrementAndGet() == 0) {
            whenDone.accept(failure.get());
        }
    }

    /** Of several loops that accept those count that live, and the one that does most. */
    static ListenerState stateOf(List<ListenerSocket> acceptors, ListenerState intent) {
        ListenerState most =
                intent == ListenerState.STOPPED ? ListenerState.STOPPED : ListenerState.FAILED;
        for (ListenerSocket each : acceptors) {
            ListenerState one = each.state();
            if (one == ListenerState.ACCEPTING) {
                return one;
            }
            boolean lives = one == ListenerState.PAUSED || one == ListenerState.BACKING_OFF;
            if (lives && most != ListenerState.BACKING_OFF) {
                most = one;
            }
        }
        return most;
    }
}
