package io.github.reactorboot.benchmarks.compare;

import java.util.ArrayList;
import java.util.List;

/** The command lines of server and client, and what they answer. */
final class Commands {

    static final String LISTENING = "listening on ";
    static final String HOLDING = "holding ";
    static final String ALLOCATED = "allocated ";

    private Commands() {}

    static List<String> echo(Contender contender, ServerShape shape) {
        List<String> command = new ArrayList<>(List.of("echo", "--control"));
        add(command, "--server", contender.server());
        add(command, "--engine", contender.engine());
        add(command, "--framing", shape.framing());
        add(command, "--idle", shape.idle());
        add(command, "--port", 0);
        if (shape.fanOut()) {
            command.add("--fan-out");
        }
        return command;
    }

    /** Of a server in C, which has one loop that blocks, and sends back only. */
    static List<String> compiledEcho(Contender contender, ServerShape shape) {
        List<String> command = new ArrayList<>(List.of(contender.name(), "--control"));
        add(command, "--framing", shape.framing());
        add(command, "--port", 0);
        return command;
    }

    static List<String> load(Window window, String port, long serverPid, Timing timing) {
        List<String> command = client(window, port, window.variant().load().connections());
        command.add("--json");
        command.add("--control");
        add(command, "--in-flight", window.variant().load().inFlight());
        add(command, "--warmup", timing.warmupSeconds());
        add(command, "--seconds", timing.seconds());
        add(command, "--pid", serverPid);
        if (window.variant().load().spin()) {
            command.add("--spin");
        }
        if (window.rate() != null) {
            add(command, "--rate", Math.round(window.rate()));
        }
        return command;
    }

    static List<String> hold(Window window, String port, int sessions) {
        return client(window, port, sessions);
    }

    private static List<String> client(Window window, String port, int connections) {
        List<String> command = new ArrayList<>(List.of("load"));
        LoadShape load = window.variant().load();
        add(command, "--pattern", load.pattern());
        add(command, "--port", port);
        add(command, "--connections", connections);
        add(command, "--payload", load.payloadBytes());
        add(command, "--framing", window.variant().server().framing());
        return command;
    }

    private static void add(List<String> command, String option, Object value) {
        command.add(option);
        command.add(String.valueOf(value));
    }
}
