package io.github.reactorboot.devices;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.annotation.OnMessage;
import io.github.reactorboot.annotation.ReactorHandler;
import io.github.reactorboot.autoconfigure.ReactorRegistry;
import io.github.reactorboot.autoconfigure.endpoint.ConnectionDescriptor;
import io.github.reactorboot.autoconfigure.endpoint.ReactorEndpoint;
import io.github.reactorboot.runtime.Connection;
import io.github.reactorboot.runtime.ConnectionState;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.context.ConfigurableApplicationContext;

/** A FIFO from application properties to the handler bean, with the starter as it is used. */
@Tag("N5")
@EnabledOnOs(OS.LINUX)
@EnabledForJreRange(minVersion = 22)
class DeviceApplicationTest {

    @TempDir Path directory;

    @EnableAutoConfiguration
    static class Application {}

    @ReactorHandler("sensor")
    static class SensorHandler {

        private final BlockingQueue<String> readings = new LinkedBlockingQueue<>();

        @OnMessage
        void reading(String line) {
            readings.add(line);
        }
    }

    private ConfigurableApplicationContext start(Path device) {
        return new SpringApplicationBuilder(Application.class, SensorHandler.class)
                .web(WebApplicationType.NONE)
                .properties(
                        // Not that of the sample.
                        "spring.config.name=device",
                        "reactor.runtimes.default.loops=1",
                        "reactor.connections.sensor.device=" + device,
                        "reactor.connections.sensor.reconnect.initial-delay=10ms",
                        "reactor.connections.sensor.reconnect.max-delay=50ms",
                        "management.endpoints.web.exposure.include=reactor",
                        "management.endpoints.jmx.exposure.include=reactor",
                        "spring.jmx.enabled=true")
                .run();
    }

    private static void makeFifo(Path path) throws Exception {
        assertThat(new ProcessBuilder("mkfifo", path.toString()).start().waitFor()).isZero();
    }

    @Test
    void linesOfAFifoReachTheHandler() throws Exception {
        Path fifo = directory.resolve("sensor");
        makeFifo(fifo);
        try (ConfigurableApplicationContext context = start(fifo)) {
            ReactorRegistry registry = context.getBean(ReactorRegistry.class);
            Connection device = registry.connection("sensor").orElseThrow();
            assertThat(device.state()).isEqualTo(ConnectionState.OPEN);
            Files.writeString(fifo, "21.5\n21.7\n");
            SensorHandler handler = context.getBean(SensorHandler.class);
            assertThat(handler.readings.poll(20, TimeUnit.SECONDS)).isEqualTo("21.5");
            assertThat(handler.readings.poll(20, TimeUnit.SECONDS)).isEqualTo("21.7");
            // What is written while the first session ends may be lost with it.
            awaitUntil(() -> device.stats().opened() == 2);
            Files.writeString(fifo, "21.8\n");
            assertThat(handler.readings.poll(20, TimeUnit.SECONDS)).isEqualTo("21.8");
            // Waits for the turn in which the last line was counted.
            registry.stopConnection("sensor");
            assertThat(
                            context.getBean(MeterRegistry.class)
                                    .get("reactor.frames")
                                    .tags("listener", "sensor", "direction", "in")
                                    .functionCounter()
                                    .count())
                    .isEqualTo(3);
            ConnectionDescriptor shown =
                    context.getBean(ReactorEndpoint.class).reactor().connections().get("sensor");
            assertThat(shown.target()).isEqualTo(fifo.toString());
            assertThat(shown.counts().framesIn()).isEqualTo(3);
            assertThat(shown.state()).isEqualTo("stopped");
            assertThat(shown.session()).isNull();
        }
    }

    @Test
    void theDeviceIsClosedWithTheApplication() throws Exception {
        Path fifo = directory.resolve("open");
        makeFifo(fifo);
        Connection device;
        try (ConfigurableApplicationContext context = start(fifo)) {
            device = context.getBean(ReactorRegistry.class).connection("sensor").orElseThrow();
            assertThat(device.session()).isPresent();
        }
        assertThat(device.state()).isEqualTo(ConnectionState.STOPPED);
        assertThat(device.session()).isEmpty();
    }

    private static void awaitUntil(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("time is up").isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void aDeviceThatIsAbsentIsDownUntilItComes() throws Exception {
        Path fifo = directory.resolve("later");
        try (ConfigurableApplicationContext context = start(fifo)) {
            HealthIndicator health = health(context);
            assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
            assertThat(health.health().getDetails())
                    .containsEntry("state", "waiting")
                    .extractingByKey("reason")
                    .asString()
                    .contains(fifo.toString(), "ENOENT");
            makeFifo(fifo);
            // Blocks until the device is open for reading (fifo(7)).
            Files.writeString(fifo, "20\n");
            SensorHandler handler = context.getBean(SensorHandler.class);
            assertThat(handler.readings.poll(20, TimeUnit.SECONDS)).isEqualTo("20");
            assertThat(health.health().getStatus()).isEqualTo(Status.UP);
        }
    }

    private static HealthIndicator health(ConfigurableApplicationContext context) {
        CompositeHealthContributor reactor =
                (CompositeHealthContributor)
                        context.getBean(HealthContributorRegistry.class).getContributor("reactor");
        return (HealthIndicator) reactor.getContributor("connection.sensor");
    }
}
