/** A cache that speaks the Redis protocol. */
@NullMarked
package io.github.reactorboot.sample;

import org.jspecify.annotations.NullMarked;
