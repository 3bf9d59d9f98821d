package io.github.reactorboot.sample;

import io.github.reactorboot.sample.store.Store;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;

/** The whole application on free ports, with two event loops and a clock that the test moves. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "reactor.listeners.cache.port=0",
            "reactor.runtimes.default.loops=2",
        })
@Import(CacheTest.Clock.class)
@interface CacheTest {

    /** Replaces the clock of the store. */
    @TestConfiguration(proxyBeanMethods = false)
    class Clock {

        @Bean
        ManualClock clock() {
            return new ManualClock();
        }

        @Bean
        @Primary
        Store manualStore(ManualClock clock, CacheProperties properties) {
            return new Store(clock, properties.memoryBytesMax());
        }
    }
}
