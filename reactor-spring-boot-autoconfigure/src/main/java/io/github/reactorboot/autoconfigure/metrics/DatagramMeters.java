package io.github.reactorboot.autoconfigure.metrics;

import io.github.reactorboot.runtime.DatagramStats;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.function.ToLongFunction;

/** Registers what a listener or a connection with datagrams has beyond others. */
final class DatagramMeters {

    private final MeterRegistry meters;
    private final DatagramSeries series;

    DatagramMeters(MeterRegistry meters, DatagramSeries series) {
        this.meters = meters;
        this.series = series;
    }

    void register() {
        String dropped = "Datagrams received and not delivered";
        counter("dropped", dropped, "reason", "truncated", DatagramStats::truncated);
        counter("dropped", dropped, "reason", "not_served", DatagramStats::dropped);
        String failures = "Datagrams for which the system reported an error";
        counter("failures", failures, "direction", "in", DatagramStats::receiveFailures);
        counter("failures", failures, "direction", "out", DatagramStats::sendFailures);
    }

    private void counter(
            String name,
            String description,
            String tag,
            String value,
            ToLongFunction<DatagramStats> figure) {
        FunctionCounter.builder(
                        "reactor.datagrams." + name,
                        series,
                        each -> figure.applyAsLong(each.stats()))
                .baseUnit("datagrams")
                .description(description)
                .tags(Tags.of("listener", series.name(), tag, value))
                .register(meters);
    }
}
