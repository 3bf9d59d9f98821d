/** Child processes of a measurement: how they are started, pinned, read, looked into and ended. */
@NullMarked
package io.github.reactorboot.benchmarks.process;

import org.jspecify.annotations.NullMarked;
