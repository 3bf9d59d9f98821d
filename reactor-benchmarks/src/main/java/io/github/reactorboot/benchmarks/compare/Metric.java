package io.github.reactorboot.benchmarks.compare;

import io.github.reactorboot.benchmarks.load.Latency;
import io.github.reactorboot.benchmarks.load.LoadResult;
import org.jspecify.annotations.Nullable;

/** A figure that is taken from a window, and how it is called for what is counted. */
enum Metric {
    RATE("%2$s/s"),
    SERVER_CPU("server CPU ns/%1$s"),
    /** Where neither is near 100 in a closed loop, other programs had the processors. */
    SERVER_BUSY("server busy %%"),
    /** Near 100 the client is the limit, not the server. */
    CLIENT_BUSY("client busy %%"),
    /** How late messages went, which is no fault of the server but is in its latency. */
    CLIENT_LATE("client late p99 us"),
    P50("p50 us"),
    P90("p90 us"),
    P99("p99 us"),
    P999("p99.9 us"),
    MAX("max us"),
    HEAP("heap bytes/%1$s"),
    RESIDENT("resident KB/%1$s"),
    ALLOCATED("bytes/%1$s");

    private final String label;

    Metric(String label) {
        this.label = label;
    }

    /** The heading of its column. */
    String label(Unit unit) {
        return label.formatted(unit.one(), unit.many());
    }

    /** Whether it tells how a window went rather than how good a server is. */
    boolean isOfWindow() {
        return this == SERVER_BUSY || this == CLIENT_BUSY || this == CLIENT_LATE;
    }

    /** The figure; null if the window has none or was not sound. */
    @Nullable Double of(WindowResult result) {
        if (result.failure() != null) {
            return null;
        }
        return switch (this) {
            case RATE, SERVER_CPU, SERVER_BUSY, CLIENT_BUSY -> ofLoad(result.load());
            case CLIENT_LATE -> ofLateness(result.load());
            case P50, P90, P99, P999, MAX -> ofLatency(result.load());
            case HEAP, RESIDENT -> ofMemory(result.memory());
            case ALLOCATED -> ofAllocation(result.allocation());
        };
    }

    private @Nullable Double ofLoad(@Nullable LoadResult load) {
        if (load == null) {
            return null;
        }
        return switch (this) {
            case RATE -> load.messagesPerSecond();
            case SERVER_CPU -> load.serverCpuNanosPerMessage();
            case SERVER_BUSY -> busyPercent(load.serverCpuNanosPerMessage(), load);
            default -> busyPercent(load.clientCpuNanosPerMessage(), load);
        };
    }

    /** Of one processor. */
    private static @Nullable Double busyPercent(@Nullable Double cpuNanos, LoadResult load) {
        return cpuNanos == null ? null : 100 * cpuNanos * load.messagesPerSecond() / 1e9;
    }

    private static @Nullable Double ofLateness(@Nullable LoadResult load) {
        Latency lateness = load == null ? null : load.lateness();
        return lateness == null ? null : lateness.p99Micros();
    }

    private @Nullable Double ofLatency(@Nullable LoadResult load) {
        Latency latency = load == null ? null : load.latency();
        if (latency == null) {
            return null;
        }
        return switch (this) {
            case P50 -> latency.p50Micros();
            case P90 -> latency.p90Micros();
            case P99 -> latency.p99Micros();
            case P999 -> latency.p999Micros();
            default -> latency.maxMicros();
        };
    }

    private @Nullable Double ofMemory(@Nullable MemoryFigures memory) {
        if (memory == null) {
            return null;
        }
        return this == HEAP ? memory.heapBytesPerSession() : memory.residentKilobytesPerSession();
    }

    private static @Nullable Double ofAllocation(@Nullable AllocationFigures allocation) {
        return allocation == null ? null : allocation.bytesPerMessage();
    }
}
