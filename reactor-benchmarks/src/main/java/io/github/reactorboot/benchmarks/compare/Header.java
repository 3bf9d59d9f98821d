package io.github.reactorboot.benchmarks.compare;

import io.github.reactorboot.benchmarks.report.MachineInfo;
import java.util.List;
import java.util.Map;

/**
 * Where and how a run was made.
 *
 * @param machine what it ran on
 * @param arguments the command line
 * @param timing how long windows were
 * @param rounds how often each window was run
 * @param quick whether it was a smoke test
 * @param pinned whether server and client had a processor each
 * @param javaOptions options of the servers' JVMs
 * @param leftOut contenders that cannot run here, and why
 */
record Header(
        MachineInfo machine,
        List<String> arguments,
        Timing timing,
        int rounds,
        boolean quick,
        boolean pinned,
        List<String> javaOptions,
        Map<String, String> leftOut) {

    Header {
        arguments = List.copyOf(arguments);
        javaOptions = List.copyOf(javaOptions);
        leftOut = Map.copyOf(leftOut);
    }
}
