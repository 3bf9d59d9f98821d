/** Requests that are sent over a session and the replies that answer them. */
@NullMarked
package io.github.reactorboot.runtime.exchange;

import org.jspecify.annotations.NullMarked;
