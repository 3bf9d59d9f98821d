package io.github.reactorboot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an IDE shows of the properties. */
class MetadataTests {

    private static final Path SOURCES =
            Path.of("src/main/java/io/github/reactorboot/autoconfigure");

    @Test
    void everyPropertyHasADescription() throws Exception {
        JsonNode properties = metadata().get("properties");
        assertThat(properties).isNotEmpty();
        for (JsonNode property : properties) {
            if (property.get("name").asString().startsWith("reactor.")) {
                assertThat(property.path("description").asString(""))
                        .as(property.get("name").asString())
                        .endsWith(".");
            }
        }
    }

    /** The values of maps, which the annotation processor does not describe, but IDEs look into. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "RuntimeProperties",
                "ListenerProperties",
                "ConnectionProperties",
                "FramingProperties",
                "ReactorRuntimeProperties"
            })
    void everyComponentHasADescription(String file) throws Exception {
        String source = Files.readString(SOURCES.resolve(file + ".java"));
        Class<?> type = Class.forName(getClass().getPackageName() + "." + file);
        Stream.concat(Stream.of(type), Stream.of(type.getDeclaredClasses()))
                .filter(Class::isRecord)
                .flatMap(record -> Stream.of(record.getRecordComponents()))
                .forEach(component -> {
                    Matcher param =
                            Pattern.compile(
                                            "@param "
                                                    + component.getName()
                                                    + "\\s+([A-Z].*?)\\n\\s*\\*(/| @param)",
                                            Pattern.DOTALL)
                                    .matcher(source);
                    assertThat(param.find()).as(component.toString()).isTrue();
                    assertThat(param.group(1)).as(component.toString()).endsWith(".");
                });
    }

    @Test
    void everyPropertyOfTheDefaultRuntimeIsDescribed() throws Exception {
        JsonNode properties = metadata().get("properties");
        for (var component : RuntimeProperties.class.getRecordComponents()) {
            String name =
                    "reactor.runtimes.default."
                            + component
                                    .getName()
                                    .replaceAll("([A-Z])", "-$1")
                                    .toLowerCase(Locale.ROOT);
            assertThat(properties).anyMatch(each -> each.get("name").asString().equals(name));
        }
    }

    @Test
    void enginesAreSuggested() throws Exception {
        assertThat(metadata().get("hints"))
                .anyMatch(hint ->
                        hint.get("name").asString().equals("reactor.runtimes.default.engine")
                                && Stream.of("auto", "nio", "epoll", "io_uring")
                                        .allMatch(engine -> suggests(hint, engine)));
    }

    private static boolean suggests(JsonNode hint, String value) {
        return hint.get("values")
                .valueStream()
                .anyMatch(each -> each.get("value").asString().equals(value));
    }

    private static JsonNode metadata() throws IOException {
        Path file = Path.of("target/classes/META-INF/spring-configuration-metadata.json");
        try (InputStream in = Files.newInputStream(file)) {
            return Objects.requireNonNull(new JsonMapper().readTree(in));
        }
    }
}
