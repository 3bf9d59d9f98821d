package io.github.reactorboot.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What other threads ask of one event loop, and the flag that saves them from waking a loop that is
 * awake. Any thread adds; the loop alone takes.
 */
final class LoopInbox {

    private static final Logger log = LoggerFactory.getLogger(EventLoop.class);

    private static final VarHandle ASLEEP;

    static {
        try {
            ASLEEP = MethodHandles.lookup().findVarHandle(LoopInbox.class, "asleep", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Commands of the application: bounded, refused when full. */
    private final Queue<Runnable> commands;

    /** The runtime's own: bounded by the sessions, listeners and timers that they belong to. */
    private final Queue<Runnable> internal = new ConcurrentLinkedQueue<>();

    @SuppressWarnings("UnusedVariable") // through ASLEEP
    private volatile boolean asleep;

    LoopInbox(int capacity) {
        this.commands = new MpscVarHandleArrayQueue<>(capacity);
    }

    boolean offerCommand(Runnable command) {
        return commands.offer(command);
    }

    void addInternal(Runnable task) {
        internal.add(task);
    }

    /** Takes back a task that nobody will run; false if it was taken already. */
    boolean removeInternal(Runnable task) {
        return internal.remove(task);
    }

    int drainCommands(int most, Consumer<Runnable> action) {
        return drain(commands, most, action);
    }

    int drainInternal(int most, Consumer<Runnable> action) {
        return drain(internal, most, action);
    }

    private static int drain(Queue<Runnable> queue, int most, Consumer<Runnable> action) {
        int count = 0;
        while (count < most) {
            Runnable next = queue.poll();
            if (next == null) {
                break;
            }
            action.accept(next);
            count++;
        }
        return count;
    }

    boolean isEmpty() {
        return commands.isEmpty() && internal.isEmpty();
    }

    int commandsPending() {
        return commands.size();
    }

    /**
     * The loop is about to wait; afterwards it must look whether the inbox is empty. Full fence
     * between this write and that look; a producer adds and then looks at the flag, so one of the
     * two sees the other.
     */
    void fallAsleep() {
        ASLEEP.setVolatile(this, true);
    }

    void awake() {
        ASLEEP.setOpaque(this, false);
    }

    /** Whether the caller has to wake the loop; true for one caller only. */
    boolean mustWake() {
        return (boolean) ASLEEP.getVolatile(this) && ASLEEP.compareAndSet(this, true, false);
    }

    /** Tells a task that it will not run. One that throws must not keep that from the next. */
    static void refuse(@Nullable Runnable task) {
        if (task instanceof RefusableCommand refusable) {
            try {
                refusable.refuse();
            } catch (Throwable t) {
                log.error("A command threw when it was refused", t);
            }
        }
    }

    /** The loop has ended: what waits will not run, and is told so and counted. Any thread. */
    synchronized void refuseCommands(LoopMeter meter) {
        drain(
                commands,
                Integer.MAX_VALUE,
                command -> {
                    meter.commandRefused();
                    refuse(command);
                });
    }
}
