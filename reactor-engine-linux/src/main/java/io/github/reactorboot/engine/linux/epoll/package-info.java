/** The poll engine over epoll(7). */
@NullMarked
package io.github.reactorboot.engine.linux.epoll;

import org.jspecify.annotations.NullMarked;
