/** What servers and clients agree on. */
@NullMarked
package io.github.reactorboot.benchmarks.framing;

import org.jspecify.annotations.NullMarked;
