package io.github.reactorboot.benchmarks.process;

import java.time.Duration;
import java.util.NoSuchElementException;

/**
 * Processor time of a process, user and system together, all its threads, ended ones too. On Linux
 * it counts in clock ticks, which are 10 ms: enough over a window of seconds.
 */
public final class CpuTime {

    private CpuTime() {}

    /**
     * Time used since the process began.
     *
     * @throws NoSuchElementException if there is no such process, or it tells nobody
     */
    public static Duration of(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .orElseThrow(() ->
                        new NoSuchElementException("no processor time known of process " + pid));
    }
}
