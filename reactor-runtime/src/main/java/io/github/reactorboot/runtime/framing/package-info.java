/** Finds message bounds in a byte stream, and puts them around outbound payloads. */
@NullMarked
package io.github.reactorboot.runtime.framing;

import org.jspecify.annotations.NullMarked;
