/** What cannot be seen by the time of an operation: the memory of timers, and their lateness. */
@NullMarked
package io.github.reactorboot.benchmarks.timers;

import org.jspecify.annotations.NullMarked;
