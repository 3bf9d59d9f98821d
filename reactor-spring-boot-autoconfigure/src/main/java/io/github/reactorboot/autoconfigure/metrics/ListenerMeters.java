package io.github.reactorboot.autoconfigure.metrics;

import io.github.reactorboot.runtime.CloseReason;
import io.github.reactorboot.runtime.EndpointStats;
import io.github.reactorboot.runtime.RefuseReason;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.BaseUnits;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** Registers the meters of one listener. */
final class ListenerMeters {

    private static final String FRAMES = "frames";

    private final MeterRegistry meters;
    private final ListenerSeries listener;
    private final Tags tags;

    ListenerMeters(MeterRegistry meters, ListenerSeries listener) {
        this.meters = meters;
        this.listener = listener;
        this.tags = Tags.of("listener", listener.name());
    }

    void register() {
        sessions();
        traffic();
        handlers();
    }

    private void sessions() {
        gauge("reactor.sessions", BaseUnits.SESSIONS, "Sessions now", EndpointStats::sessions);
        counter(
                "reactor.sessions.opened",
                BaseUnits.SESSIONS,
                "Sessions opened",
                Tags.empty(),
                EndpointStats::opened);
        for (CloseReason reason : CloseReason.values()) {
            counter(
                    "reactor.sessions.closed",
                    BaseUnits.SESSIONS,
                    "Sessions closed, by reason",
                    Tags.of("reason", reason.tag()),
                    stats -> stats.closed().getOrDefault(reason, 0L));
        }
        for (RefuseReason reason : RefuseReason.values()) {
            counter(
                    "reactor.sessions.refused",
                    BaseUnits.CONNECTIONS,
                    "Connections closed before they became a session, by reason",
                    Tags.of("reason", reason.tag()),
                    stats -> stats.refused().getOrDefault(reason, 0L));
        }
        counter(
                "reactor.accept.failures",
                "failures",
                "Failed attempts to accept connections",
                Tags.empty(),
                EndpointStats::acceptFailures);
    }

    private void traffic() {
        String bytes = "Bytes received and bytes taken by the kernel";
        counter("reactor.bytes", BaseUnits.BYTES, bytes, in(), EndpointStats::bytesIn);
        counter("reactor.bytes", BaseUnits.BYTES, bytes, out(), EndpointStats::bytesOut);
        String frames = "Frames delivered to handlers and payloads accepted for sending";
        counter("reactor.frames", FRAMES, frames, in(), EndpointStats::framesIn);
        counter("reactor.frames", FRAMES, frames, out(), EndpointStats::framesOut);
        counter(
                "reactor.sends.refused",
                FRAMES,
                "Payloads refused because a bound was reached",
                Tags.empty(),
                EndpointStats::sendsRefused);
        gauge(
                "reactor.outbound.queued",
                BaseUnits.BYTES,
                "Bytes that wait in outbound queues",
                EndpointStats::queuedBytes);
    }

    private void handlers() {
        FunctionTimer.builder(
                        "reactor.handler.time",
                        listener,
                        // Without measured time a count would make the mean a false 0.
                        each -> measuredFrames(each.stats()),
                        each -> each.stats().handlerNanos(),
                        TimeUnit.NANOSECONDS)
                .description("Time spent in handlers and framers, where it is measured")
                .tags(tags)
                .register(meters);
        counter(
                "reactor.handler.errors",
                "errors",
                "Exceptions thrown by handlers",
                Tags.empty(),
                EndpointStats::handlerErrors);
    }

    private static long measuredFrames(EndpointStats stats) {
        return stats.handlerNanos() == 0 ? 0 : stats.framesIn();
    }

    private static Tags in() {
        return Tags.of("direction", "in");
    }

    private static Tags out() {
        return Tags.of("direction", "out");
    }

    private void gauge(
            String name, String unit, String description, ToDoubleFunction<EndpointStats> figure) {
        Gauge.builder(name, listener, each -> figure.applyAsDouble(each.stats()))
                .baseUnit(unit)
                .description(description)
                .tags(tags)
                .register(meters);
    }

    private void counter(
            String name,
            String unit,
            String description,
            Tags more,
            ToLongFunction<EndpointStats> figure) {
        FunctionCounter.builder(name, listener, each -> figure.applyAsLong(each.stats()))
                .baseUnit(unit)
                .description(description)
                .tags(tags.and(more))
                .register(meters);
    }
}
