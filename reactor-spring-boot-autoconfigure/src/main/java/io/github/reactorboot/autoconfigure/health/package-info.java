/** Health of listeners and event loops. */
@NullMarked
package io.github.reactorboot.autoconfigure.health;

import org.jspecify.annotations.NullMarked;
