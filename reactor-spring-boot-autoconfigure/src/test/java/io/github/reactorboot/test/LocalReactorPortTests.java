package io.github.reactorboot.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.annotation.OnMessage;
import io.github.reactorboot.annotation.ReactorHandler;
import io.github.reactorboot.autoconfigure.ReactorRegistry;
import io.github.reactorboot.autoconfigure.ReactorRuntimeAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The port of a listener in tests of applications. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.NONE,
        properties = {
            "reactor.listeners.quotes.address=127.0.0.1",
            "reactor.listeners.quotes.port=0",
            "reactor.listeners.orders.address=127.0.0.1",
            "reactor.listeners.orders.port=0"
        })
class LocalReactorPortTests {

    @LocalReactorPort("quotes")
    int field;

    @Value("${local.reactor.quotes.port}")
    int property;

    @Autowired ReactorRegistry registry;

    private final int ofConstructor;

    LocalReactorPortTests(@LocalReactorPort("orders") int port) {
        this.ofConstructor = port;
    }

    @Test
    void isInjectedIntoAField() {
        assertThat(field).isPositive().isEqualTo(property).isEqualTo(boundTo("quotes"));
    }

    @Test
    void isInjectedIntoAParameterOfTheConstructor() {
        assertThat(ofConstructor).isEqualTo(boundTo("orders"));
    }

    @Test
    void isInjectedIntoAParameterOfAMethod(@LocalReactorPort("orders") int port) {
        assertThat(port).isEqualTo(boundTo("orders"));
    }

    private int boundTo(String listener) {
        return registry.listener(listener).orElseThrow().port();
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(ReactorRuntimeAutoConfiguration.class)
    @Import(Ignoring.class)
    static class Application {}

    @ReactorHandler({"quotes", "orders"})
    static class Ignoring {

        @OnMessage
        void ignore(byte[] line) {}
    }
}
