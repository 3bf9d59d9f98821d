/** Straight-line code per session, on threads that may block. */
@NullMarked
package io.github.reactorboot.runtime.task;

import org.jspecify.annotations.NullMarked;
