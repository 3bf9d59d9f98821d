/** What results have in common: the machine they are of, statistics, tables, and progress. */
@NullMarked
package io.github.reactorboot.benchmarks.report;

import org.jspecify.annotations.NullMarked;
