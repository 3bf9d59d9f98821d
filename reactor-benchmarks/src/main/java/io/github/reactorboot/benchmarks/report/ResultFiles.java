package io.github.reactorboot.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The results of a run as files: for machines, and for people. */
public final class ResultFiles {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private ResultFiles() {}

    /** Writes {@code NAME.json} and {@code NAME.md}, over what is there. */
    public static void write(Path directory, String name, Object result, String markdown)
            throws IOException {
        Files.createDirectories(directory);
        writeJson(directory.resolve(name + ".json"), result);
        Files.writeString(directory.resolve(name + ".md"), markdown);
    }

    /** Writes for machines only, over what is there. */
    public static void writeJson(Path file, Object result) {
        JSON.writeValue(file, result);
    }

    /** Reads what {@link #writeJson} wrote. */
    public static <T> T readJson(Path file, Class<T> type) {
        return JSON.readValue(file, type);
    }
}
