package io.github.reactorboot.benchmarks.echo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Answers questions about a running server, one line each, until there are no more. */
final class ServerControl {

    private final EchoServer server;
    private final PrintStream answers;

    ServerControl(EchoServer server, PrintStream answers) {
        this.server = server;
        this.answers = answers;
    }

    /** Returns at the end of the input. */
    void run(InputStream questions) throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(questions, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            answers.println(answer(line.strip()));
            answers.flush();
        }
    }

    private String answer(String question) {
        return question.equals("allocated")
                ? "allocated " + LoopThreads.allocatedBytes(server.loopThreads())
                : "unknown " + question;
    }
}
