/** What the starter adds to the start of an empty Spring Boot application. */
@NullMarked
package io.github.reactorboot.benchmarks.start;

import org.jspecify.annotations.NullMarked;
