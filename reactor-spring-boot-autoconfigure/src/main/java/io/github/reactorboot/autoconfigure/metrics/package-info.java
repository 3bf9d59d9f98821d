/** Meters of listeners and event loops. */
@NullMarked
package io.github.reactorboot.autoconfigure.metrics;

import org.jspecify.annotations.NullMarked;
