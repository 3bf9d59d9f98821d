/**
 * Echo servers to be loaded from outside: the runtime, plain and under Spring, beside Netty and a
 * bare selector loop. All listen on the loopback address with the same socket options.
 */
@NullMarked
package io.github.reactorboot.benchmarks.echo;

import org.jspecify.annotations.NullMarked;
