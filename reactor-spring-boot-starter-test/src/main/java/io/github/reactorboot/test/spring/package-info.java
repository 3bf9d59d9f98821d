/** Applications under test whose listeners are served in memory. */
@NullMarked
package io.github.reactorboot.test.spring;

import org.jspecify.annotations.NullMarked;
