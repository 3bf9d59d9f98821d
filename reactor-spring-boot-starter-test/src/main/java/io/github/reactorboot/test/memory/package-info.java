/** A network within the process: listeners and peers without sockets, and the engine over it. */
@NullMarked
package io.github.reactorboot.test.memory;

import org.jspecify.annotations.NullMarked;
