/** Servers in C, compiled where they are measured: what the system itself costs. */
@NullMarked
package io.github.reactorboot.benchmarks.yardstick;

import org.jspecify.annotations.NullMarked;
