package io.github.reactorboot.benchmarks.load;

import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import tools.jackson.databind.json.JsonMapper;

/** What came of a command line. */
record CommandRun(int exitCode, String out, String err) {

    /** A short run against that port; options given later win. */
    static CommandRun of(int port, String... options) {
        return of(InputStream.nullInputStream(), new StringWriter(), port, options);
    }

    static CommandRun of(InputStream in, StringWriter out, int port, String... options) {
        List<String> arguments =
                new ArrayList<>(
                        List.of("--port=" + port, "--warmup=0.02", "--seconds=0.1", "--json"));
        arguments.addAll(List.of(options));
        StringWriter err = new StringWriter();
        int exitCode =
                new CommandLine(new LoadCommand(in))
                        .setOverwrittenOptionsAllowed(true)
                        .setOut(new PrintWriter(out, true))
                        .setErr(new PrintWriter(err, true))
                        .execute(arguments.toArray(String[]::new));
        return new CommandRun(exitCode, out.toString(), err.toString());
    }

    LoadResult result() {
        return JsonMapper.shared().readValue(out, LoadResult.class);
    }
}
