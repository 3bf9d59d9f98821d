package io.github.reactorboot.benchmarks.cache;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the sample application. */
final class SampleJar {

    private static final String HOW =
            "Build it with ./mvnw -pl sample-app -am package -DskipTests,"
                    + " or say with --sample where its jar is.";

    private SampleJar() {}

    /**
     * Finds it where it was built together with the benchmarks.
     *
     * @param given where the user says it is, null to search
     */
    static Path find(@Nullable Path given) throws IOException, SetUpException {
        if (given == null) {
            return beside(ownCode());
        }
        if (!Files.isRegularFile(given)) {
            throw new SetUpException("There is no sample application at " + given + ". " + HOW);
        }
        return given;
    }

    /**
     * Finds it beside the benchmarks.
     *
     * @param code jar or directory of the benchmarks' classes, in their {@code target}
     */
    static Path beside(Path code) throws IOException, SetUpException {
        Path target = code.resolveSibling("../../sample-app/target").normalize();
        List<Path> jars = List.of();
        if (Files.isDirectory(target)) {
            try (Stream<Path> files = Files.list(target)) {
                jars = files.filter(SampleJar::isSample).toList();
            }
        }
        return jars.stream()
                .max(Comparator.naturalOrder())
                .orElseThrow(() ->
                        new SetUpException(
                                "There is no sample application in %s. %s".formatted(target, HOW)));
    }

    private static boolean isSample(Path file) {
        String name = file.getFileName().toString();
        return name.startsWith("sample-app-")
                && name.endsWith(".jar")
                && !name.endsWith("-sources.jar")
                && !name.endsWith("-javadoc.jar");
    }

    private static Path ownCode() {
        CodeSource source = SampleJar.class.getProtectionDomain().getCodeSource();
        try {
            return Path.of(Objects.requireNonNull(source).getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("no path: " + source, e);
        }
    }
}
