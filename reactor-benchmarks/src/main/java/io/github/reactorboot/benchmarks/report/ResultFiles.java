package io.github.reactorboot.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes the results of a run: for machines, and for people. */
public final class ResultFiles {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private ResultFiles() {}

    /** Writes {@code NAME.json} and {@code NAME.md}, over what is there. */
    public static void write(Path directory, String name, Object result, String markdown)
            throws IOException {
        Files.createDirectories(directory);
        JSON.writeValue(directory.resolve(name + ".json"), result);
        Files.writeString(directory.resolve(name + ".md"), markdown);
    }
}
