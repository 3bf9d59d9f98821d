package io.github.reactorboot.test.spring;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotatedBeanDefinitionReader;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.test.context.TestContextAnnotationUtils;

/** Makes {@link AutoConfigureInMemoryReactor} work. */
final class InMemoryReactorCustomizerFactory implements ContextCustomizerFactory {

    @Override
    public @Nullable ContextCustomizer createContextCustomizer(
            Class<?> testClass, List<ContextConfigurationAttributes> configAttributes) {
        AutoConfigureInMemoryReactor wanted =
                TestContextAnnotationUtils.findMergedAnnotation(
                        testClass, AutoConfigureInMemoryReactor.class);
        return wanted == null ? null : new Customizer(wanted.virtualClock());
    }

    /** A record: equal ones share a cached context. */
    private record Customizer(boolean virtualClock) implements ContextCustomizer {

        @Override
        public void customizeContext(
                ConfigurableApplicationContext context, MergedContextConfiguration merged) {
            if (context.getBeanFactory() instanceof BeanDefinitionRegistry registry) {
                new AnnotatedBeanDefinitionReader(registry, context.getEnvironment())
                        .register(
                                virtualClock
                                        ? VirtualTimeConfiguration.class
                                        : RealTimeConfiguration.class,
                                InMemoryReactorConfiguration.class);
            }
        }
    }
}
