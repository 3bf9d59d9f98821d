package io.github.reactorboot.autoconfigure.metrics;

import io.github.reactorboot.client.ConnectionClient;
import io.github.reactorboot.runtime.exchange.ExchangeStats;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/** Registers the meters of the exchanges of one connection. */
final class ExchangeMeters {

    private static final String REQUESTS = "requests";

    private final MeterRegistry meters;
    private final ConnectionClient client;
    private final Tags tags;

    ExchangeMeters(MeterRegistry meters, ConnectionClient client) {
        this.meters = meters;
        this.client = client;
        this.tags = Tags.of("connection", client.name());
    }

    void register() {
        counter("reactor.exchange.requests", "Requests", Tags.empty(), ExchangeStats::requests);
        outcome("reply", ExchangeStats::replies);
        outcome("timeout", ExchangeStats::timeouts);
        outcome("cancelled", ExchangeStats::cancelled);
        outcome("closed", ExchangeStats::closed);
        outcome("refused", ExchangeStats::refused);
        counter(
                "reactor.exchange.late",
                "Replies to requests that had been given up",
                Tags.empty(),
                ExchangeStats::late);
        counter(
                "reactor.exchange.unmatched",
                "Received frames that reply to nothing",
                Tags.empty(),
                ExchangeStats::unmatched);
        Gauge.builder(
                        "reactor.exchange.in.flight",
                        client,
                        each -> figure(each, ExchangeStats::inFlight))
                .baseUnit(REQUESTS)
                .description("Requests that count against the bound of those in flight")
                .tags(tags)
                .register(meters);
        FunctionTimer.builder(
                        "reactor.exchange.time",
                        client,
                        ConnectionClient::replies,
                        ConnectionClient::replyNanos,
                        TimeUnit.NANOSECONDS)
                .description("Time from the call to the reply, of requests that were answered")
                .tags(tags)
                .register(meters);
    }

    private void outcome(String outcome, ToLongFunction<ExchangeStats> figure) {
        counter(
                "reactor.exchange.ended",
                "Requests that came to an end, by how",
                Tags.of("outcome", outcome),
                figure);
    }

    private void counter(
            String name, String description, Tags more, ToLongFunction<ExchangeStats> figure) {
        FunctionCounter.builder(name, client, each -> figure(each, figure))
                .baseUnit(REQUESTS)
                .description(description)
                .tags(tags.and(more))
                .register(meters);
    }

    /** Before the application is ready, and where nothing is exchanged, there are none. */
    private static double figure(ConnectionClient client, ToLongFunction<ExchangeStats> figure) {
        return client.exchangeStats().map(figure::applyAsLong).orElse(0L);
    }
}
