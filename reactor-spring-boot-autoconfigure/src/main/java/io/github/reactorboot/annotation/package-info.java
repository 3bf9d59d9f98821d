/** What an application puts on the beans that serve sockets. */
@NullMarked
package io.github.reactorboot.annotation;

import org.jspecify.annotations.NullMarked;
