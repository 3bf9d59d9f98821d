package io.github.reactorboot.benchmarks.compare;

import io.github.reactorboot.benchmarks.report.ResultFiles;
import java.nio.file.Path;

/** The results of a run as a file. */
final class ResultFile {

    private static final String NAME = "results.json";

    private final Path file;

    ResultFile(Path directory) {
        file = directory.resolve(NAME);
    }

    /** Replaces what is there. */
    void write(Results results) {
        ResultFiles.writeJson(file, results);
    }

    Results read() {
        return ResultFiles.readJson(file, Results.class);
    }
}
