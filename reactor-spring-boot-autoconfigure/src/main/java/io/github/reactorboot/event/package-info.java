/**
 * Application events of the starter. They are published on event loops (a stall on the thread of
 * the watchdog): listeners must not block.
 */
@NullMarked
package io.github.reactorboot.event;

import org.jspecify.annotations.NullMarked;
