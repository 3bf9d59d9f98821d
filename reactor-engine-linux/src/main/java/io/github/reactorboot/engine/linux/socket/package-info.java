/** Sockets and what else the engines of Linux have in common. */
@NullMarked
package io.github.reactorboot.engine.linux.socket;

import org.jspecify.annotations.NullMarked;
