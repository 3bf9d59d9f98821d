/**
 * The boundary to the operating system: what a poll engine owes to an event loop, and nothing above
 * it.
 */
@NullMarked
package io.github.reactorboot.runtime.engine;

import org.jspecify.annotations.NullMarked;
