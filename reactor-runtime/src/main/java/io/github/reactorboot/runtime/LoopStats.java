package io.github.reactorboot.runtime;

/**
 * Figures of one event loop since it was started; read from any thread, each figure current by
 * itself.
 *
 * @param turns turns made
 * @param busyNanos time spent working
 * @param waitNanos time spent waiting for events
 * @param longestTurnNanos longest turn, without its wait, of the last 10 to 20 seconds: what an
 *     event may have had to wait for
 * @param commandsPending commands that wait in the queue
 * @param commandsRun commands run
 * @param commandsRefused commands that found the queue full
 * @param wakeups times another thread woke the loop
 * @param timersArmed timers armed
 * @param sessions sessions on the loop that have a socket of their own: not those of datagrams
 * @param outboundBytes direct memory held by outbound queues
 * @param stalls times a callback held up the loop beyond the stall threshold
 */
public record LoopStats(
        long turns,
        long busyNanos,
        long waitNanos,
        long longestTurnNanos,
        int commandsPending,
        long commandsRun,
        long commandsRefused,
        long wakeups,
        int timersArmed,
        int sessions,
        long outboundBytes,
        long stalls) {}
