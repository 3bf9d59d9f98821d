package io.github.reactorboot.autoconfigure;

import io.github.reactorboot.runtime.Reactor;
import java.util.Set;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Registers a bean for each runtime, unless the application has one of that name. A runtime that is
 * neither configured nor used by a listener is made only when it is asked for.
 */
final class RuntimeBeanRegistrar implements ImportBeanDefinitionRegistrar {

    private final Environment environment;

    RuntimeBeanRegistrar(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void registerBeanDefinitions(
            AnnotationMetadata importing, BeanDefinitionRegistry registry) {
        ReactorRuntimeProperties properties = StrictBinding.bind(environment);
        Set<String> wanted = properties.runtimesWanted();
        for (String name : properties.runtimeNames()) {
            String beanName = RuntimeBeans.beanName(name);
            if (!registry.containsBeanDefinition(beanName)) {
                registry.registerBeanDefinition(beanName, definition(name, !wanted.contains(name)));
            }
        }
    }

    /**
     * A factory method rather than a supplier, which ahead-of-time processing cannot write down.
     */
    private static RootBeanDefinition definition(String name, boolean lazy) {
        RootBeanDefinition definition = new RootBeanDefinition();
        definition.setTargetType(Reactor.class);
        definition.setFactoryBeanName(ReactorFactory.BEAN_NAME);
        definition.setFactoryMethodName("create");
        definition.getConstructorArgumentValues().addIndexedArgumentValue(0, name);
        definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, name));
        definition.setPrimary(name.equals(ReactorRuntimeProperties.DEFAULT_RUNTIME));
        definition.setLazyInit(lazy);
        return definition;
    }
}
