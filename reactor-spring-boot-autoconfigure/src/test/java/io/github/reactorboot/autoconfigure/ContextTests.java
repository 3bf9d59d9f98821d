package io.github.reactorboot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.annotation.OnMessage;
import io.github.reactorboot.annotation.ReactorHandler;
import io.github.reactorboot.runtime.Reactor;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.GeneratedFiles;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.javapoet.ClassName;

/** Contexts that are not the usual ones. */
class ContextTests {

    @Test
    void aParentContextSeesThePortToo() {
        try (GenericApplicationContext parent = new GenericApplicationContext()) {
            parent.refresh();
            Runners.quotes()
                    .withParent(parent)
                    .withBean(Echo.class)
                    .run(context -> {
                        Supplier<Integer> seen =
                                () ->
                                        parent.getEnvironment()
                                                .getRequiredProperty(
                                                        "local.reactor.quotes.port", Integer.class);
                        assertThat(context.getBean(ReactorRegistry.class).listener("quotes"))
                                .get()
                                .matches(listener -> listener.port() == seen.get());
                    });
        }
    }

    @Test
    void lazyInitializationStillServes() {
        Runners.quotes()
                .withBean(Echo.class)
                .withBean(
                        BeanFactoryPostProcessor.class,
                        LazyInitializationBeanFactoryPostProcessor::new)
                .run(context -> {
                    try (TestClient client = TestClient.connect(context, "quotes")) {
                        assertThat(client.ask("x")).isEqualTo("x");
                    }
                });
    }

    @Test
    void theContextCanBeProcessedAheadOfTime() {
        try (AnnotationConfigApplicationContext context =
                new AnnotationConfigApplicationContext()) {
            TestPropertyValues.of(
                            "reactor.listeners.quotes.port=0", "reactor.runtimes.fast.loops=1")
                    .applyTo(context);
            context.register(ReactorRuntimeAutoConfiguration.class, Echo.class);
            InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();
            DefaultGenerationContext generation =
                    new DefaultGenerationContext(
                            new ClassNameGenerator(ClassName.get(getClass())), files);
            new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
            generation.writeGeneratedContent();
            assertThat(files.getGeneratedFiles(GeneratedFiles.Kind.SOURCE).values())
                    .anySatisfy(source ->
                            assertThat(source.getInputStream())
                                    .asString(StandardCharsets.UTF_8)
                                    .contains("fastReactorRuntime"));
        }
    }

    @ReactorHandler("quotes")
    static class Echo {

        @OnMessage
        String echo(String line) {
            return line;
        }
    }

    @Test
    void theRuntimeHasABeanNameOfItsOwn() {
        Runners.empty()
                .run(context ->
                        assertThat(context.getBeanNamesForType(Reactor.class))
                                .containsExactly("defaultReactorRuntime"));
    }
}
