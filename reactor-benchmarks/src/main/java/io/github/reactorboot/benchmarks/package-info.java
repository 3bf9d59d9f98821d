/** Benchmarks of the runtime beside its peers: one command line, see {@code --help}. */
@NullMarked
package io.github.reactorboot.benchmarks;

import org.jspecify.annotations.NullMarked;
