/** Auto-configuration of the reactor runtime for Spring Boot. */
@NullMarked
package io.github.reactorboot.autoconfigure;

import org.jspecify.annotations.NullMarked;
