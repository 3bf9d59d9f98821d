/**
 * The {@code load} command: one thread that loads any server of 127.0.0.1 or elsewhere, verifies
 * every byte that comes back and counts.
 *
 * <p>A run is sound or it is not: the first turn in which anything goes wrong ends it.
 */
@NullMarked
package io.github.reactorboot.benchmarks.load;

import org.jspecify.annotations.NullMarked;
