package io.github.reactorboot.test.spring;

import io.github.reactorboot.test.memory.MemoryNetwork;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A network in real time. */
@Configuration(proxyBeanMethods = false)
class RealTimeConfiguration {

    @Bean
    MemoryNetwork reactorTestNetwork() {
        return MemoryNetwork.create();
    }
}
