/** Contenders measured beside each other, in rounds, and what is made of the figures. */
@NullMarked
package io.github.reactorboot.benchmarks.compare;

import org.jspecify.annotations.NullMarked;
