package io.github.reactorboot.benchmarks.compare;

import io.github.reactorboot.benchmarks.load.LoadResult;
import io.github.reactorboot.benchmarks.process.Child;
import io.github.reactorboot.benchmarks.process.ChildFailure;
import io.github.reactorboot.benchmarks.process.Children;
import io.github.reactorboot.benchmarks.process.ClassHistogram;
import io.github.reactorboot.benchmarks.process.Launcher;
import io.github.reactorboot.benchmarks.process.ResidentMemory;
import java.time.Duration;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Runs windows by the commands {@code echo} and {@code load} of these benchmarks. */
final class ProcessWindows implements WindowRunner {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final JsonMapper JSON = JsonMapper.shared();

    /** Loop code has to be compiled by the last compiler before what it allocates says anything. */
    private static final int ALLOCATION_WARMUP_SECONDS = 3;

    private static final int ALLOCATION_SECONDS = 3;

    /** Time for the client to start in, so that the first question does not come before it. */
    private static final int CLIENT_START_SECONDS = 1;

    private static final int WARMUP_SESSIONS = 100;
    private static final int CLASSES_KEPT = 20;

    private final Children children;
    private final Servers servers;
    private final Launcher client;
    private final Timing timing;

    ProcessWindows(Children children, Servers servers, Launcher client, Timing timing) {
        this.children = children;
        this.servers = servers;
        this.client = client;
        this.timing = timing;
    }

    @Override
    public WindowResult run(Window window) throws ChildFailure, InterruptedException {
        try (Child echo = servers.start(window.contender(), window.variant().server())) {
            String port = echo.readLine(Commands.LISTENING, PATIENCE);
            return switch (window.variant().kind()) {
                case LOAD -> load(window, echo, port);
                case MEMORY -> memory(window, echo, port);
                case ALLOCATION -> allocation(window, echo, port);
            };
        }
    }

    private WindowResult load(Window window, Child echo, String port)
            throws ChildFailure, InterruptedException {
        try (Child load = client.start(Commands.load(window, port, echo.pid(), timing))) {
            return WindowResult.of(window, result(load, timing));
        }
    }

    private WindowResult allocation(Window window, Child echo, String port)
            throws ChildFailure, InterruptedException {
        Timing longer = timing.atLeast(ALLOCATION_WARMUP_SECONDS, ALLOCATION_SECONDS);
        long start = System.nanoTime();
        try (Child load = client.start(Commands.load(window, port, echo.pid(), longer))) {
            // Both questions come while messages flow: opening and closing sessions may allocate.
            sleepUntil(start, longer.warmupSeconds() + CLIENT_START_SECONDS);
            long firstTime = System.nanoTime();
            long first = allocated(echo);
            sleepUntil(start, longer.totalSeconds());
            long lastTime = System.nanoTime();
            long last = allocated(echo);
            LoadResult result = result(load, longer);
            double seconds = (lastTime - firstTime) / 1e9;
            AllocationFigures figures =
                    new AllocationFigures(
                            last - first, seconds, result.messagesPerSecond() * seconds);
            return WindowResult.of(window, result, figures);
        }
    }

    private WindowResult memory(Window window, Child echo, String port)
            throws ChildFailure, InterruptedException {
        int sessions = window.variant().load().connections();
        // Classes, pools and caches that come with the first sessions are no cost of each.
        try (Child warmup = client.start(Commands.hold(window, port, WARMUP_SESSIONS))) {
            warmup.readLine(Commands.HOLDING, PATIENCE);
            warmup.endInput();
            warmup.awaitSuccess(PATIENCE);
        }
        ClassHistogram before = ClassHistogram.of(echo.pid(), children);
        long residentBefore = ResidentMemory.bytes(echo.pid());
        try (Child hold = client.start(Commands.hold(window, port, sessions))) {
            hold.readLine(Commands.HOLDING, PATIENCE);
            ClassHistogram after = ClassHistogram.of(echo.pid(), children);
            MemoryFigures figures =
                    new MemoryFigures(
                            sessions,
                            after.bytes() - before.bytes(),
                            ResidentMemory.bytes(echo.pid()) - residentBefore,
                            after.since(before).stream().limit(CLASSES_KEPT).toList());
            hold.endInput();
            hold.awaitSuccess(PATIENCE);
            return WindowResult.of(window, figures);
        }
    }

    private static LoadResult result(Child load, Timing timing)
            throws ChildFailure, InterruptedException {
        String line = load.readLine(PATIENCE.plusSeconds(timing.totalSeconds()));
        LoadResult result;
        try {
            result = JSON.readValue(line, LoadResult.class);
        } catch (JacksonException e) {
            throw load.failure("said '" + line + "', which is no result");
        }
        if (result.errors() == 0) {
            load.awaitSuccess(PATIENCE);
        }
        return result;
    }

    private static long allocated(Child echo) throws ChildFailure, InterruptedException {
        echo.writeLine(Commands.ALLOCATED.strip());
        return Long.parseLong(echo.readLine(Commands.ALLOCATED, PATIENCE));
    }

    private static void sleepUntil(long start, int seconds) throws InterruptedException {
        long nanos = start + Duration.ofSeconds(seconds).toNanos() - System.nanoTime();
        Thread.sleep(Duration.ofNanos(Math.max(0, nanos)));
    }
}
