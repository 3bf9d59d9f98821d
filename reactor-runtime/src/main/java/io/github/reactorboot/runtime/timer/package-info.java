/** Timers of one event loop: a hierarchical wheel without allocation per arming. */
@NullMarked
package io.github.reactorboot.runtime.timer;

import org.jspecify.annotations.NullMarked;
