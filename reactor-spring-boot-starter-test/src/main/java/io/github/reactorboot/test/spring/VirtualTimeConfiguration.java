package io.github.reactorboot.test.spring;

import io.github.reactorboot.autoconfigure.ReactorBuilderCustomizer;
import io.github.reactorboot.runtime.IdleStrategy;
import io.github.reactorboot.test.clock.VirtualClock;
import io.github.reactorboot.test.memory.MemoryNetwork;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/** A network, and event loops, in virtual time. */
@Configuration(proxyBeanMethods = false)
class VirtualTimeConfiguration {

    @Bean
    VirtualClock reactorTestClock() {
        return new VirtualClock();
    }

    @Bean
    MemoryNetwork reactorTestNetwork(VirtualClock reactorTestClock) {
        return MemoryNetwork.create(reactorTestClock);
    }

    /** A loop that does not block never comes to rest, and the clock waits for that. */
    @Bean
    @Order
    ReactorBuilderCustomizer reactorTestClockCustomizer(VirtualClock reactorTestClock) {
        return (runtime, builder) ->
                builder.clock(reactorTestClock).idleStrategy(IdleStrategy.BLOCK);
    }
}
