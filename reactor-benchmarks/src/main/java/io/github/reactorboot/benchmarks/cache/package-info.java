/** The sample application beside a Redis server, loaded by redis-benchmark. */
@NullMarked
package io.github.reactorboot.benchmarks.cache;

import org.jspecify.annotations.NullMarked;
