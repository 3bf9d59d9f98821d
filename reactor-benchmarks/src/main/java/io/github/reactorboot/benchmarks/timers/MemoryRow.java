package io.github.reactorboot.benchmarks.timers;

/**
 * The heap that armed timers keep, with what holds them.
 *
 * @param contender whose timers they are
 * @param timers how many are armed
 * @param bytesPerTimer of heap
 */
record MemoryRow(String contender, int timers, double bytesPerTimer) {}
