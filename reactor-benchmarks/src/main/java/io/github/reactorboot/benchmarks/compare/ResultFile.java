package io.github.reactorboot.benchmarks.compare;

import java.nio.file.Path;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The results of a run as a file. */
final class ResultFile {

    private static final String NAME = "results.json";
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Path file;

    ResultFile(Path directory) {
        file = directory.resolve(NAME);
    }

    /** Replaces what is there. */
    void write(Results results) {
        JSON.writeValue(file, results);
    }

    Results read() {
        return JSON.readValue(file, Results.class);
    }
}
