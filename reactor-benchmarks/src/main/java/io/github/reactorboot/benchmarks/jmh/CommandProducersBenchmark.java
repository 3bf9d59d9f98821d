package io.github.reactorboot.benchmarks.jmh;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** Tasks a second that one loop runs for eight threads. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Threads(8)
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
public class CommandProducersBenchmark {

    @Benchmark
    public void reactor(ReactorLoop loop, Producer producer) {
        producer.awaitRoom();
        loop.execute(producer);
    }

    @Benchmark
    public void netty(NettyLoop loop, Producer producer) {
        producer.awaitRoom();
        loop.execute(producer);
    }
}
