package io.github.reactorboot.benchmarks.load;

import io.github.reactorboot.benchmarks.process.CpuTime;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** The part of a run that is measured: between its two ends. Loop thread only. */
final class Window {

    private static final long LATENCY_MAX_NANOS = TimeUnit.HOURS.toNanos(1);
    private static final int DIGITS = 3;
    private static final double NANOS_PER_SECOND = 1e9;

    private final LongSupplier clock;
    private final @Nullable Long serverPid;
    private final Histogram latencies = new Histogram(LATENCY_MAX_NANOS, DIGITS);
    private final Histogram lateness = new Histogram(LATENCY_MAX_NANOS, DIGITS);

    private boolean open;
    private @Nullable Edge begin;
    private @Nullable Edge end;

    Window(LongSupplier clock, @Nullable Long serverPid) {
        this.clock = clock;
        this.serverPid = serverPid;
        // The first time is much slower than the others, which pause the run.
        cpuTimes();
    }

    private record Edge(CpuTimes cpu, long nanos, long messages) {}

    private record CpuTimes(Duration server, Duration client) {}

    /**
     * Begins to measure.
     *
     * @return the time of it
     */
    long begin(long messages) {
        CpuTimes cpu = cpuTimes();
        long nanos = clock.getAsLong();
        begin = new Edge(cpu, nanos, messages);
        open = true;
        return nanos;
    }

    /**
     * Ends it. Reading processor times takes a while, in which nothing is sent: it lies outside, as
     * it does at the beginning.
     *
     * @return the time of it
     */
    long end(long messages) {
        long nanos = clock.getAsLong();
        end = new Edge(cpuTimes(), nanos, messages);
        open = false;
        return nanos;
    }

    private CpuTimes cpuTimes() {
        return new CpuTimes(
                serverPid == null ? Duration.ZERO : CpuTime.of(serverPid),
                CpuTime.of(ProcessHandle.current().pid()));
    }

    /** Counts messages that are done now, if the window is open. */
    void record(long latencyNanos, long count) {
        if (open) {
            latencies.recordValueWithCount(inRange(latencyNanos), count);
        }
    }

    /** Counts a message by when it was meant to go, even if it is done after the window. */
    void recordIntended(long intendedNanos, long nowNanos) {
        if (intendedInside(intendedNanos)) {
            latencies.recordValue(inRange(nowNanos - intendedNanos));
        }
    }

    /** How late the generator itself was to send a message. */
    void recordLateness(long intendedNanos, long nowNanos) {
        if (intendedInside(intendedNanos)) {
            lateness.recordValue(inRange(nowNanos - intendedNanos));
        }
    }

    private boolean intendedInside(long intendedNanos) {
        return begin != null
                && intendedNanos - begin.nanos() >= 0
                && (end == null || intendedNanos - end.nanos() < 0);
    }

    private static long inRange(long nanos) {
        return Math.clamp(nanos, 0, LATENCY_MAX_NANOS);
    }

    @Nullable Latency latency() {
        return Latency.of(latencies);
    }

    @Nullable Latency lateness() {
        return Latency.of(lateness);
    }

    double seconds() {
        return begin == null || end == null ? 0 : (end.nanos() - begin.nanos()) / NANOS_PER_SECOND;
    }

    long messages() {
        return begin == null || end == null ? 0 : end.messages() - begin.messages();
    }

    double messagesPerSecond() {
        return seconds() == 0 ? 0 : messages() / seconds();
    }

    @Nullable Double serverCpuNanosPerMessage() {
        if (serverPid == null || begin == null || end == null || messages() == 0) {
            return null;
        }
        return (double) end.cpu().server().minus(begin.cpu().server()).toNanos() / messages();
    }

    double clientCpuNanosPerMessage() {
        if (begin == null || end == null || messages() == 0) {
            return 0;
        }
        return (double) end.cpu().client().minus(begin.cpu().client()).toNanos() / messages();
    }
}
