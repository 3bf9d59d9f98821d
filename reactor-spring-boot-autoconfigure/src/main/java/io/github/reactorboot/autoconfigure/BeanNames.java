package io.github.reactorboot.autoconfigure;

import io.github.reactorboot.handler.Nearest;
import java.util.Arrays;
import java.util.List;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/** Finds the beans that properties name. */
record BeanNames(ConfigurableListableBeanFactory beans) {

    <T> T require(PropertyCheck check, String key, String name, Class<T> type) {
        if (beans.containsBean(name) && beans.isTypeMatch(name, type)) {
            return beans.getBean(name, type);
        }
        throw check.refuse(
                key,
                name,
                "must name a bean of type " + type.getSimpleName(),
                "Define a bean named '%s' of type %s%s"
                        .formatted(name, type.getName(), others(name, type)));
    }

    /** The end of a sentence that says which beans there are. */
    String others(String name, Class<?> type) {
        List<String> known = known(type);
        if (known.isEmpty()) {
            return "; there is none of this type.";
        }
        return Nearest.to(name, known)
                .map(nearest -> ", or did you mean '%s'?".formatted(nearest))
                .orElse(", or use one of: %s.".formatted(String.join(", ", known)));
    }

    private List<String> known(Class<?> type) {
        return Arrays.stream(beans.getBeanNamesForType(type, true, false)).sorted().toList();
    }
}
