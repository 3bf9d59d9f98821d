/** The poll engine over {@link java.nio.channels.Selector}: runs on every Java 17 platform. */
@NullMarked
package io.github.reactorboot.runtime.engine.nio;

import org.jspecify.annotations.NullMarked;
