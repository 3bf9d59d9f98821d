/**
 * Finds the handler beans and binds their methods to direct calls. For the use of the starter only.
 */
@NullMarked
package io.github.reactorboot.handler;

import org.jspecify.annotations.NullMarked;
