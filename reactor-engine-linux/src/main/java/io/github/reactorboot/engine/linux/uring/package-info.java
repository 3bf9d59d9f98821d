/** The poll engine over io_uring(7). */
@NullMarked
package io.github.reactorboot.engine.linux.uring;

import org.jspecify.annotations.NullMarked;
