package io.github.reactorboot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.annotation.OnMessage;
import io.github.reactorboot.annotation.ReactorHandler;
import io.github.reactorboot.runtime.IdleStrategy;
import io.github.reactorboot.runtime.LoopState;
import io.github.reactorboot.runtime.Reactor;
import io.github.reactorboot.runtime.ReactorBuilder;
import io.github.reactorboot.runtime.Spread;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.test.util.ReflectionTestUtils;

/** Which beans there are, and when. */
class ReactorRuntimeAutoConfigurationTests {

    @Test
    void aRuntimeNamedDefaultExistsAnyway() {
        Runners.empty()
                .run(context -> {
                    assertThat(context).hasSingleBean(ReactorRegistry.class);
                    assertThat(context).hasSingleBean(Reactor.class);
                    assertThat(context).hasBean("defaultReactorRuntime");
                });
    }

    @Test
    void aRuntimeThatNobodyUsesIsNotEvenMade() {
        Runners.empty()
                .run(context -> {
                    assertThat(context.getBeanFactory().containsSingleton("defaultReactorRuntime"))
                            .isFalse();
                    assertThat(context.getBean(ReactorRegistry.class).reactors()).isEmpty();
                });
    }

    @Test
    void aRuntimeThatIsDeclaredRuns() {
        Runners.empty()
                .withPropertyValues("reactor.runtimes.fast.loops=1")
                .run(context ->
                        assertThat(context.getBean(ReactorRegistry.class).reactors())
                                .singleElement()
                                .satisfies(reactor -> {
                                    assertThat(reactor.name()).isEqualTo("fast");
                                    assertThat(reactor.isRunning()).isTrue();
                                }));
    }

    @Test
    void aRuntimeThatIsInjectedRuns() {
        Runners.empty()
                .withBean(WantsRuntimes.class)
                .withPropertyValues(
                        "reactor.runtimes.fast.loops=1", "reactor.runtimes.default.loops=1")
                .run(context -> {
                    WantsRuntimes wants = context.getBean(WantsRuntimes.class);
                    assertThat(wants.primary.name()).isEqualTo("default");
                    assertThat(wants.primary.isRunning()).isTrue();
                    assertThat(wants.fast.name()).isEqualTo("fast");
                });
    }

    static class WantsRuntimes {

        @Autowired Reactor primary;

        @Autowired
        @Qualifier("fast") Reactor fast;
    }

    @Test
    void nothingIsThereWhenDisabled() {
        Runners.quotes()
                .withPropertyValues("reactor.enabled=false")
                .run(context -> {
                    assertThat(context).doesNotHaveBean(ReactorRegistry.class);
                    assertThat(context).doesNotHaveBean(Reactor.class);
                });
    }

    @Test
    void nothingIsThereWithoutTheRuntime() {
        Runners.quotes()
                .withClassLoader(new FilteredClassLoader(Reactor.class))
                .run(context -> assertThat(context).doesNotHaveBean(ReactorRegistry.class));
    }

    @Test
    void aRuntimeBeanOfTheApplicationIsTaken() {
        Runners.quotes()
                .withBean(Ignoring.class)
                .withBean(
                        "defaultReactorRuntime",
                        Reactor.class,
                        () -> Reactor.builder("mine").loops(1).build())
                .run(context -> {
                    assertThat(context).hasSingleBean(Reactor.class);
                    ReactorRegistry registry = context.getBean(ReactorRegistry.class);
                    assertThat(registry.reactor("default").orElseThrow().name()).isEqualTo("mine");
                    assertThat(registry.listener("quotes")).isPresent();
                });
    }

    @Test
    void theExecutorOfTheApplicationStays() {
        Runners.quotes()
                .withBean(Ignoring.class)
                .run(context ->
                        assertThat(context)
                                .getBean("applicationTaskExecutor")
                                .isInstanceOf(AsyncTaskExecutor.class));
    }

    @Test
    void systemPropertiesOfProjectReactorDoNotDisturb() {
        Runners.quotes()
                .withBean(Ignoring.class)
                .withSystemProperties(
                        "reactor.netty.ioWorkerCount=3", "reactor.bufferSize.small=256")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void everyPropertyOfARuntimeReachesItsBuilder() {
        Map<String, ReactorBuilder> builders = new LinkedHashMap<>();
        Runners.empty()
                .withBean(ReactorBuilderCustomizer.class, () -> builders::put)
                .withPropertyValues(
                        "reactor.runtimes.fast.engine=nio",
                        "reactor.runtimes.fast.loops=3",
                        "reactor.runtimes.fast.idle-strategy=yield",
                        "reactor.runtimes.fast.spread=round-robin",
                        "reactor.runtimes.fast.command-queue-capacity=512",
                        "reactor.runtimes.fast.read-buffer-size=128KB",
                        "reactor.runtimes.fast.outbound-memory-limit=32MB",
                        "reactor.runtimes.fast.stall-threshold=250ms")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    ReactorBuilder builder = builders.get("fast");
                    assertThat(field(builder, "engine")).isEqualTo("nio");
                    assertThat(field(builder, "loops")).isEqualTo(3);
                    assertThat(field(builder, "idleStrategy")).isEqualTo(IdleStrategy.YIELD);
                    assertThat(field(builder, "spread")).isEqualTo(Spread.ROUND_ROBIN);
                    assertThat(field(builder, "commandQueueCapacity")).isEqualTo(512);
                    assertThat(field(builder, "readBufferBytes")).isEqualTo(128 << 10);
                    assertThat(field(builder, "outboundMemoryBytes")).isEqualTo(32L << 20);
                    assertThat(field(builder, "stallThreshold")).isEqualTo(Duration.ofMillis(250));
                });
    }

    @Test
    void theDefaultsOfARuntimeAreThoseOfItsBuilder() {
        Map<String, ReactorBuilder> builders = new LinkedHashMap<>();
        ReactorBuilder untouched = Reactor.builder("fast");
        Runners.empty()
                .withBean(ReactorBuilderCustomizer.class, () -> builders::put)
                .withPropertyValues("reactor.runtimes.fast.engine=auto")
                .run(context ->
                        assertThat(builders.get("fast"))
                                .usingRecursiveComparison()
                                .ignoringFields("observer", "daemon", "clock")
                                .isEqualTo(untouched));
    }

    @Test
    void loopsOfARuntimeWithoutListenersDoNotKeepTheApplicationAlive() {
        Runners.empty()
                .withPropertyValues("reactor.runtimes.fast.loops=1")
                .run(context -> assertThat(loopThread("reactor-fast-0").isDaemon()).isTrue());
    }

    @Test
    void loopsThatServeAListenerKeepTheApplicationAlive() {
        Runners.quotes()
                .withBean(Ignoring.class)
                .run(context -> assertThat(loopThread("reactor-default-0").isDaemon()).isFalse());
    }

    @Test
    void loopsAreOverWhenTheContextIsClosed() {
        Reactor[] reactor = new Reactor[1];
        Runners.quotes()
                .withBean(Ignoring.class)
                .run(context -> reactor[0] = context.getBean(Reactor.class));
        assertThat(reactor[0].isRunning()).isFalse();
        assertThat(reactor[0].loops().get(0).state()).isEqualTo(LoopState.ENDED);
    }

    private static Thread loopThread(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Object field(ReactorBuilder builder, String name) {
        return ReflectionTestUtils.getField(builder, name);
    }

    @ReactorHandler("quotes")
    static class Ignoring {

        @OnMessage
        void ignore(byte[] line) {}
    }
}
