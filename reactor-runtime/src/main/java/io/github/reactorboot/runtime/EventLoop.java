package io.github.reactorboot.runtime;

import io.github.reactorboot.runtime.engine.Gather;
import io.github.reactorboot.runtime.engine.Interest;
import io.github.reactorboot.runtime.engine.PollEngine;
import io.github.reactorboot.runtime.engine.PollEngineProvider;
import io.github.reactorboot.runtime.engine.Watchable;
import io.github.reactorboot.runtime.timer.TimerWheel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that serves many sessions: the initiation dispatcher (POSA2) over one poll engine.
 *
 * <p>A turn has these phases, each bounded:
 *
 * <pre>
 * 1. wait      until an event, a wake-up or the next timer
 * 2. clock     read once: all that follows has this time
 * 3. dispatch  the engine hands out what came; frames go to handlers
 * 4. attend    sessions that have held frames, or are on their way to an end
 * 5. timers    those that are due; after dispatch, so that bytes that came in time count
 * 6. commands  from other threads
 * 7. flush     every session with output, one system call each
 * 8. account   busy time, for utilisation and lag
 * </pre>
 */
public final class EventLoop {

    private static final Logger log = LoggerFactory.getLogger(EventLoop.class);

    private static final int TIMERS_PER_TURN = 1024;
    private static final int COMMANDS_PER_TURN = 256;

    private final String name;
    private final int index;
    private final LoopSettings settings;
    private final NanoClock clock;
    private final IdleStrategy idleStrategy;

    private final LoopLife life = new LoopLife(this);
    private final LoopWatches watches = new LoopWatches(this);
    private final LoopInbox inbox;
    private final LoopMeter meter;
    private final BufferPool buffers;
    private final SessionTable sessions = SessionTable.byId();
    private final LogThrottle interruptLog = new LogThrottle();
    private final Consumer<Runnable> run = this::runTask;

    final InboundFrames inbound = new InboundFrames(this);
    final Gather gather = new Gather();
    final SessionWork sessionWork = new SessionWork();
    final LoopConnections connections = new LoopConnections();

    private @Nullable PollEngine engine;
    private TimerWheel timers;
    private long nowNanos;

    EventLoop(String name, int index, LoopSettings settings) {
        this.name = name;
        this.index = index;
        this.settings = settings;
        this.clock = settings.clock();
        this.idleStrategy = settings.idleStrategy();
        this.inbox = new LoopInbox(settings.commandQueueCapacity());
        this.buffers = new BufferPool(settings.bufferMemoryBytes(), settings.engineProvider());
        this.meter = new LoopMeter();
        this.nowNanos = clock.nanoTime();
        this.timers = new TimerWheel(nowNanos);
    }

    /** The name of the runtime and the index of the loop, for instance {@code default-0}. */
    public String name() {
        return name;
    }

    /** From 0. */
    public int index() {
        return index;
    }

    /** Any thread. {@link LoopState#STALLED} is found by looking, nobody has to notice it. */
    public LoopState state() {
        LoopState current = life.state();
        if (current == LoopState.RUNNING && stalledFor().compareTo(LoopMeter.UNHEALTHY) >= 0) {
            return LoopState.STALLED;
        }
        return current;
    }

    /** What ended the loop, if it failed. Any thread. */
    public @Nullable Throwable failure() {
        return life.failure();
    }

    /**
     * For how long one callback has held up the loop; zero within the stall threshold. A long turn
     * that serves many sessions is no stall; {@link LoopStats#longestTurnNanos} tells of it.
     */
    public Duration stalledFor() {
        return life.state() == LoopState.RUNNING
                ? meter.stalledFor(clock.nanoTime(), settings.stallThreshold())
                : Duration.ZERO;
    }

    /** Whether the caller runs on this loop. */
    @SuppressWarnings("ReferenceEquality") // a thread is itself and nothing else
    public boolean inEventLoop() {
        return Thread.currentThread() == life.thread();
    }

    /**
     * Runs a task on the loop, in the order of the calls of one thread. An exception of the task is
     * logged, an {@link Error} ends the loop.
     *
     * @return false when the queue is full or the loop has ended: the task will not run
     */
    public boolean execute(Runnable task) {
        if (life.isOver() || !inbox.offerCommand(task)) {
            meter.commandRefused();
            return false;
        }
        wakeIfAsleep();
        if (life.isOver()) {
            // It may have ended between the two looks; then nobody else empties the queue.
            inbox.refuseCommands(meter);
        }
        return true;
    }

    /**
     * As {@link #execute}, and tells what came of it. To cancel the stage's future before the task
     * runs is to leave it out.
     *
     * @return completed once, on the loop: with the result, or with what the task threw; or with
     *     {@link RejectedExecutionException} when the command queue is full or the loop has ended,
     *     or ends before it comes to the task
     */
    public <T extends @Nullable Object> CompletionStage<T> submit(Callable<? extends T> task) {
        return LoopCall.submit(this, task);
    }

    /**
     * Runs a task on the loop after a delay: never before it is over, and at once if it is zero or
     * negative. A task that still waits when the loop ends does not run.
     *
     * @throws RejectedExecutionException when the command queue is full or the loop has ended
     */
    public TimerHandle schedule(Duration delay, Runnable task) {
        return ScheduledTask.start(this, delay, 0, task);
    }

    /**
     * As {@link #schedule}, again and again, each time the delay after the last run ended. An
     * exception of the task is logged and does not end that.
     */
    public TimerHandle scheduleWithFixedDelay(Duration delay, Runnable task) {
        return ScheduledTask.start(this, delay, ScheduledTask.period("delay", delay), task);
    }

    /**
     * As {@link #scheduleWithFixedDelay}, in step with the clock: each time a multiple of the
     * period after this call. Runs that were missed are left out.
     */
    public TimerHandle scheduleAtFixedRate(Duration period, Runnable task) {
        return ScheduledTask.start(this, period, -ScheduledTask.period("period", period), task);
    }

    /** Why a command was refused just now. Any thread. */
    RejectedExecutionException refusal() {
        String reason = life.isOver() ? " has ended" : ": command queue is full";
        return new RejectedExecutionException("event loop " + name + reason);
    }

    /**
     * Tells a handler on the loop when something that is no session is ready. Any thread.
     *
     * @return completed on the loop before the handler is called; exceptionally when the resource
     *     cannot be watched here ({@link IOException}), the queue is full or the loop has ended
     * @throws IllegalArgumentException when the resource knows no such interest
     */
    public CompletionStage<Watch> watch(Watchable what, Interest interest, ReadyHandler handler) {
        return watches.watch(what, interest, handler);
    }

    /** Figures of the loop. Any thread. */
    public LoopStats stats() {
        return meter.snapshot(clock.nanoTime(), inbox.commandsPending(), buffers.bytesInUse());
    }

    @Override
    public String toString() {
        return "EventLoop[" + name + ", " + state() + "]";
    }

    // ---- turns

    /** Serves one turn and waits for events at most so long; for tests and embedding. */
    public int runOnce(long timeoutNanos) {
        try {
            return life.runOnce(timeoutNanos);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int turn(long timeoutNanos) throws IOException {
        PollEngine poll = engine();
        clearInterrupt();
        await(poll, timeoutNanos);
        nowNanos = clock.nanoTime();
        meter.turnBegins(nowNanos);
        int work = poll.dispatch();
        work += sessionWork.attend();
        work += timers.expire(nowNanos, TIMERS_PER_TURN);
        work += inbox.drainInternal(COMMANDS_PER_TURN, run);
        int commands = inbox.drainCommands(COMMANDS_PER_TURN, run);
        meter.commandsRun(commands);
        work += commands;
        work += sessionWork.flush();
        meter.turnEnds(clock.nanoTime(), timers.size());
        if (work == 0) {
            idleStrategy.idle();
        }
        return work;
    }

    private void await(PollEngine poll, long timeoutNanos) throws IOException {
        long wait = waitNanos(timeoutNanos);
        if (wait == 0) {
            poll.await(0);
            return;
        }
        inbox.fallAsleep();
        poll.await(inbox.isEmpty() && !life.isEnding() ? wait : 0);
        inbox.awake();
    }

    private long waitNanos(long timeoutNanos) {
        boolean hasWork = !sessionWork.isEmpty() || !inbox.isEmpty();
        if (hasWork || idleStrategy != IdleStrategy.BLOCK) {
            return 0;
        }
        long wait = timeoutNanos;
        if (timers.size() > 0) {
            long untilTimer = timers.nextDeadlineNanos() - clock.nanoTime();
            wait = Math.min(wait, Math.max(0, untilTimer));
        }
        return wait;
    }

    /**
     * A handler that interrupts its thread would make waits and locks of the next callback fail.
     */
    void clearInterrupt() {
        if (Thread.interrupted() && interruptLog.tryAcquire(nowNanos)) {
            log.warn("Event loop {} was interrupted by a task or handler; ignored", name);
        }
    }

    private void wakeIfAsleep() {
        if (inbox.mustWake()) {
            meter.wokenUp();
            engine().wakeup();
        }
    }

    // ---- for the runtime's own classes, on the loop unless said otherwise

    /** Runs a task of the runtime on the loop; never refused while the loop lives. Any thread. */
    boolean submitInternal(Runnable task) {
        if (life.isOver()) {
            return false;
        }
        inbox.addInternal(task);
        wakeIfAsleep();
        // It may have ended between the two looks; then the task runs only if it was taken already.
        return !life.isOver() || !inbox.removeInternal(task);
    }

    /** Runs at once on the loop itself, else submits. Any thread. */
    boolean runOrSubmit(Runnable task) {
        if (inEventLoop()) {
            task.run();
            return true;
        }
        return submitInternal(task);
    }

    void runTask(Runnable task) {
        meter.step();
        try {
            task.run();
        } catch (Exception e) {
            log.error("Event loop {}: a task threw", name, e);
        }
        clearInterrupt();
    }

    /** The loop begins, again perhaps. */
    void openEngine() throws IOException {
        engine = settings.engineProvider().open(settings.engine());
        nowNanos = clock.nanoTime();
        timers = new TimerWheel(nowNanos);
        meter.started(nowNanos);
    }

    /** The loop is over: no session survives it. */
    void closeSessions(@Nullable Throwable cause) {
        meter.idle();
        sessions.endAll(cause);
        watches.endAll(cause);
        // Whoever adds to the inbox from now on sees that the loop is over, and takes the task
        // back.
        while (inbox.drainInternal(COMMANDS_PER_TURN, run) > 0) {
            sessions.endAll(cause);
        }
        connections.endAll();
    }

    /**
     * Whatever happened before, this is done: nothing keeps memory, descriptors or waiting callers.
     */
    void closeEngine() {
        timers.clear(ScheduledTask::ended);
        inbox.refuseCommands(meter);
        engine().close();
    }

    boolean isOver() {
        return life.isOver();
    }

    PollEngineProvider engineProvider() {
        return settings.engineProvider();
    }

    PollEngine engine() {
        PollEngine open = engine;
        if (open == null) {
            throw new IllegalStateException("event loop " + name + " was never started");
        }
        return open;
    }

    TimerWheel timers() {
        return timers;
    }

    SessionTable sessions() {
        return sessions;
    }

    BufferPool buffers() {
        return buffers;
    }

    ReactorObserver observer() {
        return settings.observer();
    }

    LoopMeter meter() {
        return meter;
    }

    /** The time of this turn. */
    long nowNanos() {
        return nowNanos;
    }

    /** The clock itself, for measuring within a turn. */
    long clockNanos() {
        return clock.nanoTime();
    }

    LoopLife life() {
        return life;
    }
}
