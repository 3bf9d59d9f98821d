package io.github.reactorboot.runtime;

/**
 * What has happened to datagrams of one listener or connection since it was bound; all 0 for other
 * transports. Read from any thread, each figure current by itself.
 *
 * @param truncated received ones that were larger than the largest message, and dropped
 * @param dropped received ones that no handler has seen: their session was paused, had too many
 *     replies outstanding or was being closed, or their source was refused
 * @param receiveFailures errors of the system when datagrams were received, mostly ICMP
 * @param sendFailures accepted ones that the system refused to send
 */
public record DatagramStats(
        long truncated, long dropped, long receiveFailures, long sendFailures) {}
