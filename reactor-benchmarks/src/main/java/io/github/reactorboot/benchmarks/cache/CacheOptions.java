package io.github.reactorboot.benchmarks.cache;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@link CacheCommand}. */
final class CacheOptions {

    private static final String DEFAULT = " (default: ${DEFAULT-VALUE})";

    @Option(
            names = "--sample",
            paramLabel = "JAR",
            description = "the sample application (default: the one built beside this jar)")
    @Nullable Path sample;

    @Option(
            names = "--redis-server",
            paramLabel = "PATH",
            description = "program (default: on the PATH)")
    @Nullable Path redisServer;

    @Option(
            names = "--redis-benchmark",
            paramLabel = "PATH",
            description = "program (default: on the PATH)")
    @Nullable Path redisBenchmark;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "windows of each server and case (default: 5, quick 2)")
    private @Nullable Integer rounds;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            description = "about how long a window takes (default: 3, quick 1)")
    private @Nullable Double seconds;

    @Option(
            names = "--requests",
            paramLabel = "N",
            defaultValue = "0",
            description = "requests of every window; 0 for as many as take --seconds" + DEFAULT)
    private long requests;

    @Option(
            names = "--tests",
            split = ",",
            paramLabel = "TEST",
            defaultValue = "ping_mbulk,set,get",
            description = "of redis-benchmark" + DEFAULT)
    private List<String> tests = List.of();

    @Option(
            names = "--pipeline",
            split = ",",
            paramLabel = "P",
            defaultValue = "1,64",
            description = "requests that a connection sends at a time" + DEFAULT)
    private List<Integer> pipelines = List.of();

    @Option(
            names = "--clients",
            paramLabel = "N",
            defaultValue = "50",
            description = "connections" + DEFAULT)
    private int clients;

    @Option(
            names = "--data-size",
            paramLabel = "BYTES",
            defaultValue = "64",
            description = "of a value" + DEFAULT)
    private int dataSize;

    @Option(
            names = "--server-cpu",
            paramLabel = "N",
            description =
                    "processor of both servers, one of which rests (default: the first allowed)")
    @Nullable Integer serverProcessor;

    @Option(
            names = "--client-cpu",
            paramLabel = "N",
            description = "processor of redis-benchmark (default: the next allowed)")
    @Nullable Integer clientProcessor;

    @Option(
            names = "--java-options",
            split = " ",
            paramLabel = "OPTIONS",
            description = "of the sample's JVM, with spaces between (default: none)")
    List<String> javaOptions = List.of();

    @Option(names = "--quick", description = "2 rounds of 1 second, for a look")
    private boolean quick;

    @Option(
            names = "--output",
            paramLabel = "DIR",
            defaultValue = "benchmark-results",
            description = "where cache.json and cache.md go" + DEFAULT)
    Path output = Path.of("benchmark-results");

    CacheSettings settings() throws SetUpException {
        int howOften = rounds != null ? rounds : quick ? 2 : 5;
        double howLong = seconds != null ? seconds : quick ? 1 : 3;
        if (howOften < 1 || howLong <= 0 || requests < 0 || clients < 1 || dataSize < 1) {
            throw new SetUpException(
                    "--rounds, --seconds, --clients and --data-size must be positive,"
                            + " --requests not negative.");
        }
        if (pipelines.stream().anyMatch(pipeline -> pipeline < 1)) {
            throw new SetUpException("--pipeline must be positive.");
        }
        return new CacheSettings(tests, pipelines, clients, dataSize, howOften, howLong, requests);
    }
}
