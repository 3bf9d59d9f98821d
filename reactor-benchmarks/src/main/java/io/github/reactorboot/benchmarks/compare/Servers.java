package io.github.reactorboot.benchmarks.compare;

import io.github.reactorboot.benchmarks.process.Child;
import io.github.reactorboot.benchmarks.process.ChildFailure;
import io.github.reactorboot.benchmarks.process.Launcher;

/**
 * How contenders are started.
 *
 * @param jvm those that run in a JVM
 * @param compiled those in C
 */
record Servers(Launcher jvm, Launcher compiled) {

    /**
     * Starts a server, which says where it listens.
     *
     * @throws ChildFailure if it cannot be started
     */
    Child start(Contender contender, ServerShape shape) throws ChildFailure, InterruptedException {
        return contender.is(Contender.C)
                ? compiled.start(Commands.compiledEcho(contender, shape))
                : jvm.start(Commands.echo(contender, shape));
    }
}
