package io.github.reactorboot.autoconfigure.metrics;

import io.github.reactorboot.runtime.LoopStats;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.BaseUnits;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/** Registers the meters of one event loop. */
final class LoopMeters {

    private static final String SECONDS = "seconds";
    private static final String COMMANDS = "commands";

    private static final double NANOS_PER_SECOND = 1e9;

    private final MeterRegistry meters;
    private final LoopSeries loop;
    private final Tags tags;

    LoopMeters(MeterRegistry meters, LoopSeries loop) {
        this.meters = meters;
        this.loop = loop;
        this.tags = Tags.of("runtime", loop.runtime(), "loop", loop.name());
    }

    void register() {
        time();
        work();
        resources();
    }

    private void time() {
        Gauge.builder("reactor.loop.utilization", loop, LoopSeries::utilization)
                .baseUnit("ratio")
                .description("Share of the recent past that the event loop has worked, 0 to 1")
                .tags(tags)
                .register(meters);
        FunctionCounter.builder(
                        "reactor.loop.busy", loop, each -> each.busyNanos() / NANOS_PER_SECOND)
                .baseUnit(SECONDS)
                .description("Time the event loop has worked")
                .tags(tags)
                .register(meters);
        counter(
                "reactor.loop.wait",
                SECONDS,
                "Time the event loop has waited for events",
                stats -> stats.waitNanos() / NANOS_PER_SECOND);
        TimeGauge.builder(
                        "reactor.loop.lag",
                        loop,
                        TimeUnit.NANOSECONDS,
                        each -> each.stats().longestTurnNanos())
                .description(
                        "Longest turn of the last 10 to 20 seconds: what an event may wait for")
                .tags(tags)
                .register(meters);
        counter(
                "reactor.loop.stalls",
                "stalls",
                "Times a callback held up the event loop beyond the stall threshold",
                LoopStats::stalls);
    }

    private void work() {
        counter("reactor.loop.turns", "turns", "Turns of the event loop", LoopStats::turns);
        counter(
                "reactor.loop.wakeups",
                "wakeups",
                "Times another thread woke the event loop",
                LoopStats::wakeups);
        gauge(
                "reactor.loop.commands.pending",
                COMMANDS,
                "Commands that wait in the queue",
                LoopStats::commandsPending);
        counter("reactor.loop.commands.run", COMMANDS, "Commands run", LoopStats::commandsRun);
        counter(
                "reactor.loop.commands.refused",
                COMMANDS,
                "Commands that found the queue full or the event loop ended",
                LoopStats::commandsRefused);
    }

    private void resources() {
        gauge("reactor.loop.timers.armed", "timers", "Timers armed", LoopStats::timersArmed);
        gauge(
                "reactor.loop.outbound.memory",
                BaseUnits.BYTES,
                "Direct memory held by outbound queues",
                LoopStats::outboundBytes);
    }

    private void gauge(
            String name, String unit, String description, ToDoubleFunction<LoopStats> figure) {
        Gauge.builder(name, loop, each -> figure.applyAsDouble(each.stats()))
                .baseUnit(unit)
                .description(description)
                .tags(tags)
                .register(meters);
    }

    private void counter(
            String name, String unit, String description, ToDoubleFunction<LoopStats> figure) {
        FunctionCounter.builder(name, loop, each -> figure.applyAsDouble(each.stats()))
                .baseUnit(unit)
                .description(description)
                .tags(tags)
                .register(meters);
    }
}
