/** A reactor that the test's thread steps. */
@NullMarked
package io.github.reactorboot.test.stepped;

import org.jspecify.annotations.NullMarked;
