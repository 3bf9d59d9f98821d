package io.github.reactorboot.autoconfigure;

import io.github.reactorboot.runtime.Reactor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/** The beans of the runtimes, by the names of the runtimes. */
final class RuntimeBeans {

    private final ConfigurableListableBeanFactory beans;
    private final Set<String> names;

    RuntimeBeans(ConfigurableListableBeanFactory beans, Set<String> names) {
        this.beans = beans;
        this.names = names;
    }

    static String beanName(String runtime) {
        return runtime + "ReactorRuntime";
    }

    Set<String> names() {
        return names;
    }

    Optional<Reactor> find(String name) {
        return names.contains(name) ? Optional.of(get(name)) : Optional.empty();
    }

    Reactor get(String name) {
        return beans.getBean(beanName(name), Reactor.class);
    }

    /** Those that need not be made first. */
    Collection<Reactor> inUse() {
        List<Reactor> reactors = new ArrayList<>(names.size());
        for (String name : names) {
            if (isInUse(name)) {
                reactors.add(get(name));
            }
        }
        return reactors;
    }

    private boolean isInUse(String name) {
        String bean = beanName(name);
        return beans.containsSingleton(bean) || !beans.getBeanDefinition(bean).isLazyInit();
    }
}
