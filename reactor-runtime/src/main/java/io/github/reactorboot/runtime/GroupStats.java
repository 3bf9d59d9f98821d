package io.github.reactorboot.runtime;

/**
 * Figures of a group since it was made; read from any thread, each current by itself. Messages are
 * counted when they are done.
 *
 * @param members members now
 * @param published messages that were published
 * @param delivered times a member took a message
 * @param skipped times a member did not
 * @param closed members that were closed for that
 * @param refused times a member did not get a message since its loop took no more commands
 * @param waitingBytes bytes of messages that are on their way to event loops
 */
public record GroupStats(
        int members,
        long published,
        long delivered,
        long skipped,
        long closed,
        long refused,
        long waitingBytes) {}
