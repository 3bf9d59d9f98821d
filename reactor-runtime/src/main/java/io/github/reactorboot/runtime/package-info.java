/**
 * The reactor itself: event loops, listeners, sessions and the handlers they call; usable without
 * Spring.
 */
@NullMarked
package io.github.reactorboot.runtime;

import org.jspecify.annotations.NullMarked;
