/**
 * The parts of the runtime by themselves, each beside its peers: JMH benchmarks, run by the
 * subcommand {@code jmh}.
 */
@NullMarked
package io.github.reactorboot.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
