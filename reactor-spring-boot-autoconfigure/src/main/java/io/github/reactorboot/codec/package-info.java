/** Turns the payloads of frames into objects and back. */
@NullMarked
package io.github.reactorboot.codec;

import org.jspecify.annotations.NullMarked;
