package io.github.reactorboot.test;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.DependencyDescriptor;
import org.springframework.context.annotation.ContextAnnotationAutowireCandidateResolver;

/**
 * Turns {@link LocalReactorPort} into the placeholder of its property. A meta-annotation with
 * {@code @Value} cannot do that, for it cannot compose the name.
 */
final class LocalReactorPortResolver extends ContextAnnotationAutowireCandidateResolver {

    @Override
    public @Nullable Object getSuggestedValue(DependencyDescriptor descriptor) {
        LocalReactorPort port = descriptor.getAnnotation(LocalReactorPort.class);
        return port != null
                ? "${local.reactor.%s.port}".formatted(port.value())
                : super.getSuggestedValue(descriptor);
    }
}
