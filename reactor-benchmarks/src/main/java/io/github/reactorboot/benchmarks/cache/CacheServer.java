package io.github.reactorboot.benchmarks.cache;

import io.github.reactorboot.benchmarks.process.Child;
import io.github.reactorboot.benchmarks.process.ChildFailure;
import io.github.reactorboot.benchmarks.process.CpuTime;
import java.io.IOException;
import java.time.Duration;
import java.util.NoSuchElementException;

/**
 * A running server that speaks the Redis protocol.
 *
 * @param name what results call it
 * @param child the process
 * @param port where it listens
 */
record CacheServer(String name, Child child, int port) {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(50);

    /** Waits until it answers. */
    void awaitReady() throws ChildFailure, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                String answer = RespClient.ask(port, "PING");
                if (!answer.equals("+PONG")) {
                    throw child.failure("answers PING with '" + answer + "'");
                }
                return;
            } catch (IOException e) {
                if (System.nanoTime() - deadline > 0) {
                    throw child.failure("does not answer: " + e);
                }
            }
            if (child.hasEndedWithin(PAUSE)) {
                throw child.failure("ended while it was waited for");
            }
        }
    }

    /** Checks that the value that GET asks for is there: an absent one is cheaper. */
    void checkValue(int dataSize) throws ChildFailure {
        try {
            String answer = RespClient.ask(port, "GET key:__rand_int__");
            if (!answer.equals("$" + dataSize)) {
                throw child.failure("answers GET with '" + answer + "'");
            }
        } catch (IOException e) {
            throw child.failure("does not answer GET: " + e);
        }
    }

    /** Processor time so far. */
    long cpuNanos() throws ChildFailure {
        try {
            return CpuTime.of(child.pid()).toNanos();
        } catch (NoSuchElementException e) {
            throw child.failure("has no processor time: " + e.getMessage());
        }
    }
}
