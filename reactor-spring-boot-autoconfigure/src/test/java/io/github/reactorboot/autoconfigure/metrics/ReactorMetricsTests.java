package io.github.reactorboot.autoconfigure.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.reactorboot.autoconfigure.ReactorRegistry;
import io.github.reactorboot.autoconfigure.ReactorRuntimeAutoConfiguration;
import io.github.reactorboot.autoconfigure.health.QuoteListener;
import io.github.reactorboot.autoconfigure.health.QuoteListener.Peer;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.search.RequiredSearch;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Meters of a listener and a loop that really run. */
class ReactorMetricsTests {

    private static final Set<String> LISTENER_METERS =
            Set.of(
                    "reactor.sessions",
                    "reactor.sessions.opened",
                    "reactor.sessions.closed",
                    "reactor.sessions.refused",
                    "reactor.accept.failures",
                    "reactor.bytes",
                    "reactor.frames",
                    "reactor.sends.refused",
                    "reactor.outbound.queued",
                    "reactor.handler.time",
                    "reactor.handler.errors");

    private static final Set<String> LOOP_METERS =
            Set.of(
                    "reactor.loop.utilization",
                    "reactor.loop.busy",
                    "reactor.loop.wait",
                    "reactor.loop.lag",
                    "reactor.loop.stalls",
                    "reactor.loop.turns",
                    "reactor.loop.wakeups",
                    "reactor.loop.commands.pending",
                    "reactor.loop.commands.run",
                    "reactor.loop.commands.refused",
                    "reactor.loop.timers.armed",
                    "reactor.loop.outbound.memory");

    private final MeterRegistry meters = new SimpleMeterRegistry();

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner()
                    .withConfiguration(
                            AutoConfigurations.of(
                                    ReactorRuntimeAutoConfiguration.class,
                                    ReactorMetricsAutoConfiguration.class))
                    .withBean(MeterRegistry.class, () -> meters)
                    .withUserConfiguration(QuoteListener.class)
                    .withPropertyValues(QuoteListener.PROPERTIES);

    @Test
    void haveNamesTagsUnitsAndDescriptions() {
        run(registry -> {
            assertThat(names("listener")).isEqualTo(LISTENER_METERS);
            assertThat(names("loop")).isEqualTo(LOOP_METERS);
            assertThat(meters.getMeters())
                    .flatExtracting(meter -> meter.getId().getTags())
                    .extracting(Tag::getKey)
                    .containsOnly("listener", "reason", "direction", "runtime", "loop");
            assertThat(meters.getMeters())
                    .allSatisfy(meter -> {
                        assertThat(meter.getId().getDescription()).isNotBlank();
                        assertThat(meter.getId().getBaseUnit()).isNotBlank();
                    });
            assertThat(loop("reactor.loop.turns").functionCounter()).isNotNull();
        });
    }

    @Test
    void areThereBeforeAListenerIs() {
        runner.withPropertyValues("reactor.listeners.quotes.auto-start=false")
                .run(context -> {
                    bind(context.getBean(ReactorMetrics.class));
                    assertThat(sessions()).isZero();
                    assertThat(counter("reactor.sessions.opened")).isZero();

                    ReactorRegistry registry = context.getBean(ReactorRegistry.class);
                    registry.startListener("quotes");
                    try (Peer peer = Peer.of(registry)) {
                        peer.ask("hello");
                        assertThat(sessions()).isOne();
                    }
                });
    }

    @Test
    void sessionsOpenedLessSessionsClosedAreTheSessions() {
        run(registry -> {
            try (Peer one = Peer.of(registry);
                    Peer other = Peer.of(registry)) {
                one.ask("hello");
                other.ask("hello");
                assertThat(sessions()).isEqualTo(2);
                assertThat(counter("reactor.sessions.opened")).isEqualTo(2);
                assertThat(counter("reactor.sessions.closed")).isZero();
                other.send("fail");
                assertThat(other.read()).isNull();
            }
            await().until(() -> sessions() == 0);
            assertThat(counter("reactor.sessions.opened")).isEqualTo(2);
            assertThat(counter("reactor.sessions.closed")).isEqualTo(2);
            assertThat(counter("reactor.sessions.closed", "reason", "handler_error")).isOne();
            assertThat(counter("reactor.handler.errors")).isOne();
        });
    }

    @Test
    void countTraffic() {
        run(registry -> {
            try (Peer peer = Peer.of(registry)) {
                peer.ask("hello");
                peer.ask("you");
            }
            await().until(() -> sessions() == 0);
            assertThat(counter("reactor.bytes", "direction", "in")).isEqualTo(10);
            assertThat(counter("reactor.bytes", "direction", "out")).isEqualTo(10);
            assertThat(counter("reactor.frames", "direction", "in")).isEqualTo(2);
            assertThat(counter("reactor.frames", "direction", "out")).isEqualTo(2);
            assertThat(gauge("reactor.outbound.queued")).isZero();
        });
    }

    @Test
    void doNotFallWhenAListenerIsStartedAgain() {
        run(registry -> {
            try (Peer former = Peer.of(registry)) {
                former.ask("one");
                assertThat(counter("reactor.sessions.opened")).isOne();
                registry.stopListener("quotes");
                registry.startListener("quotes");
                assertThat(counter("reactor.sessions.opened")).isOne();
                assertThat(sessions()).isOne();
                try (Peer later = Peer.of(registry)) {
                    later.ask("two");
                    former.ask("three");
                    assertThat(sessions()).isEqualTo(2);
                    assertThat(counter("reactor.frames", "direction", "in")).isEqualTo(3);
                }
            }
            await().until(() -> sessions() == 0);
            registry.stopListener("quotes");
            registry.startListener("quotes");
            assertThat(counter("reactor.sessions.opened")).isEqualTo(2);
            assertThat(counter("reactor.sessions.closed")).isEqualTo(2);
            assertThat(counter("reactor.frames", "direction", "in")).isEqualTo(3);
            assertThat(sessions()).isZero();
        });
    }

    @Test
    void handlersAreTimed() {
        run(registry -> {
            talk(registry);
            FunctionTimer timer = meters.get("reactor.handler.time").functionTimer();
            assertThat(timer.count()).isOne();
            assertThat(timer.totalTime(timer.baseTimeUnit())).isPositive();
        });
    }

    @Test
    void handlersAreNotTimedWhereItIsSwitchedOff() {
        runner.withPropertyValues("reactor.listeners.quotes.measure-handlers=false")
                .run(context -> {
                    bind(context.getBean(ReactorMetrics.class));
                    talk(context.getBean(ReactorRegistry.class));
                    assertThat(meters.get("reactor.handler.time").functionTimer().count()).isZero();
                });
    }

    @Test
    void loopsTellTheirWork() {
        run(registry -> {
            talk(registry);
            await().until(() -> loop("reactor.loop.turns").functionCounter().count() > 0);
            await().until(() -> loop("reactor.loop.busy").functionCounter().count() > 0);
            assertThat(loop("reactor.loop.utilization").gauge().value()).isBetween(0d, 1d);
            TimeGauge lag = loop("reactor.loop.lag").timeGauge();
            assertThat(lag.value(lag.baseTimeUnit())).isPositive();
        });
    }

    private void talk(ReactorRegistry registry) {
        try (Peer peer = Peer.of(registry)) {
            peer.ask("hello");
        }
        await().until(() -> sessions() == 0);
    }

    private interface Scenario {

        void play(ReactorRegistry registry) throws Exception;
    }

    private void run(Scenario scenario) {
        runner.run(context -> {
            bind(context.getBean(ReactorMetrics.class));
            scenario.play(context.getBean(ReactorRegistry.class));
        });
    }

    private void bind(ReactorMetrics metrics) {
        metrics.bindTo(meters);
    }

    private double sessions() {
        return gauge("reactor.sessions");
    }

    private double gauge(String name) {
        return sum(name, Gauge.class, Gauge::value);
    }

    private double counter(String name, String... tags) {
        return sum(name, FunctionCounter.class, FunctionCounter::count, tags);
    }

    private <T extends Meter> double sum(
            String name, Class<T> type, ToDoubleFunction<T> value, String... tags) {
        return meters.get(name).tag("listener", "quotes").tags(tags).meters().stream()
                .map(type::cast)
                .mapToDouble(value)
                .sum();
    }

    private RequiredSearch loop(String name) {
        return meters.get(name).tags("runtime", "default", "loop", "default-0");
    }

    private Set<String> names(String tag) {
        return meters.getMeters().stream()
                .map(Meter::getId)
                .filter(id -> id.getTag(tag) != null)
                .map(Meter.Id::getName)
                .collect(Collectors.toSet());
    }
}
