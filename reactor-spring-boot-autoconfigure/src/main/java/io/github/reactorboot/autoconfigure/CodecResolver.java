package io.github.reactorboot.autoconfigure;

import io.github.reactorboot.codec.BytesCodec;
import io.github.reactorboot.codec.Codec;
import io.github.reactorboot.codec.JsonCodec;
import io.github.reactorboot.codec.TextCodec;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.ClassUtils;
import tools.jackson.databind.json.JsonMapper;

/** Finds the codec that a listener names: text, json and bytes are words, all else names a bean. */
final class CodecResolver {

    private static final String KEY = "codec";
    private static final String MAPPER = "tools.jackson.databind.json.JsonMapper";

    private final BeanNames beans;

    CodecResolver(BeanNames beans) {
        this.beans = beans;
    }

    Codec resolve(PropertyCheck check, String name) {
        return switch (name) {
            case "text" -> new TextCodec();
            case "bytes" -> new BytesCodec();
            case "json" -> json(check);
            default -> bean(check, name);
        };
    }

    private Codec bean(PropertyCheck check, String name) {
        ConfigurableListableBeanFactory factory = beans.beans();
        if (factory.containsBean(name) && factory.isTypeMatch(name, Codec.class)) {
            return factory.getBean(name, Codec.class);
        }
        throw check.refuse(
                KEY,
                name,
                "must be text, json, bytes or the name of a Codec bean",
                "Define a bean named '%s' of type %s%s"
                        .formatted(name, Codec.class.getName(), beans.others(name, Codec.class)));
    }

    private Codec json(PropertyCheck check) {
        ConfigurableListableBeanFactory factory = beans.beans();
        if (!ClassUtils.isPresent(MAPPER, factory.getBeanClassLoader())) {
            throw check.refuse(
                    KEY,
                    "json",
                    "needs Jackson 3, which is not on the class path",
                    "Add org.springframework.boot:spring-boot-starter-jackson to the application.");
        }
        return Json.codec(check, factory);
    }

    /** Apart, so that the resolver loads without Jackson. */
    private static final class Json {

        private Json() {}

        static Codec codec(PropertyCheck check, ConfigurableListableBeanFactory beans) {
            JsonMapper mapper = beans.getBeanProvider(JsonMapper.class).getIfUnique();
            if (mapper == null) {
                throw check.refuse(
                        KEY,
                        "json",
                        "needs one bean of type " + MAPPER,
                        "Add org.springframework.boot:spring-boot-starter-jackson to the application,"
                                + " or define such a bean; mark one as primary if there are several.");
            }
            return new JsonCodec(mapper);
        }
    }
}
