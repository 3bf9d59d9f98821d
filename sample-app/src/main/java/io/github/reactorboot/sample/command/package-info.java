/** The commands, in tables by name. */
@NullMarked
package io.github.reactorboot.sample.command;

import org.jspecify.annotations.NullMarked;
