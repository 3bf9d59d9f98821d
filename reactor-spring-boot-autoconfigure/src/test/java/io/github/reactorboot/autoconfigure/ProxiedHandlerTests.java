package io.github.reactorboot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.annotation.OnMessage;
import io.github.reactorboot.annotation.ReactorHandler;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;
import org.springframework.aop.framework.autoproxy.BeanNameAutoProxyCreator;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Handlers behind proxies: the method is called through the proxy. */
class ProxiedHandlerTests {

    @Test
    void aClassProxyIsCalled() {
        proxied(true)
                .withBean("handler", OfClass.class)
                .run(context -> {
                    try (TestClient client = TestClient.connect(context, "quotes")) {
                        assertThat(client.ask("x")).isEqualTo("x by advice");
                    }
                });
    }

    @ReactorHandler("quotes")
    static class OfClass {

        @OnMessage
        String echo(String line) {
            return line;
        }
    }

    @Test
    void anInterfaceProxyIsCalled() {
        proxied(false)
                .withBean("handler", OfInterface.class)
                .run(context -> {
                    try (TestClient client = TestClient.connect(context, "quotes")) {
                        assertThat(client.ask("x")).isEqualTo("x by advice");
                    }
                });
    }

    public interface Echo {
        String echo(String line);
    }

    @ReactorHandler("quotes")
    static class OfInterface implements Echo {

        @Override
        @OnMessage
        public String echo(String line) {
            return line;
        }
    }

    @Test
    void aMethodThatTheProxyDoesNotHaveIsNamed() {
        FailureAnalysis analysis = Mistakes.of(proxied(false).withBean("handler", Hidden.class));
        assertThat(analysis.getDescription())
                .isEqualTo(
                        "Bean 'handler': method Hidden.take(String) with @OnMessage is not there on the"
                                + " proxy of the bean.");
        assertThat(analysis.getAction())
                .isEqualTo(
                        "Declare it in an interface of the class, or let Spring proxy the class itself"
                                + " (spring.aop.proxy-target-class=true).");
    }

    @ReactorHandler("quotes")
    static class Hidden implements Echo {

        @Override
        public String echo(String line) {
            return line;
        }

        @OnMessage
        String take(String line) {
            return line;
        }
    }

    private static ApplicationContextRunner proxied(boolean ofClass) {
        return Runners.quotes()
                .withBean(
                        BeanNameAutoProxyCreator.class,
                        () -> {
                            BeanNameAutoProxyCreator creator = new BeanNameAutoProxyCreator();
                            creator.setBeanNames("handler");
                            creator.setInterceptorNames("advice");
                            creator.setProxyTargetClass(ofClass);
                            return creator;
                        })
                .withBean(
                        "advice",
                        MethodInterceptor.class,
                        () ->
                                invocation ->
                                        invocation.getMethod().getName().equals("echo")
                                                ? invocation.proceed() + " by advice"
                                                : invocation.proceed());
    }
}
