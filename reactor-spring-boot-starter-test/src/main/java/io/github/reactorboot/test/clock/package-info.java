/** Time for tests: a clock that moves when it is told to. */
@NullMarked
package io.github.reactorboot.test.clock;

import org.jspecify.annotations.NullMarked;
