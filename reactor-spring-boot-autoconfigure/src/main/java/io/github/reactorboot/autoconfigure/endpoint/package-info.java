/** The actuator endpoint that shows runtimes, listeners and sessions, and controls them. */
@NullMarked
package io.github.reactorboot.autoconfigure.endpoint;

import org.jspecify.annotations.NullMarked;
