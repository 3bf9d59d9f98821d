/**
 * The C library through {@code java.lang.foreign}: the only package that links to foreign
 * functions. Nothing here knows what a reactor is.
 */
@NullMarked
package io.github.reactorboot.engine.linux.libc;

import org.jspecify.annotations.NullMarked;
