package io.github.reactorboot.benchmarks.jmh;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/**
 * From the call of {@code execute} by a thread that is not the loop until that thread sees that the
 * task has run.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 2,
        jvmArgsAppend = {
            ForkFlags.NATIVE,
            ForkFlags.UNSAFE,
            ForkFlags.HEAP_LEAST,
            ForkFlags.HEAP_MOST
        })
public class CommandRoundTripBenchmark {

    @Benchmark
    public void reactor(ReactorLoop loop, Signal signal, Rest rest) {
        signal.lower();
        loop.execute(signal);
        signal.await();
    }

    @Benchmark
    public void netty(NettyLoop loop, Signal signal, Rest rest) {
        signal.lower();
        loop.execute(signal);
        signal.await();
    }
}
