/** The data, shared by all event loops. */
@NullMarked
package io.github.reactorboot.sample.store;

import org.jspecify.annotations.NullMarked;
