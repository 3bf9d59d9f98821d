/** What the operating system says about other processes. */
@NullMarked
package io.github.reactorboot.benchmarks.process;

import org.jspecify.annotations.NullMarked;
