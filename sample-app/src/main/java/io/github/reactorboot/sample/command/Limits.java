package io.github.reactorboot.sample.command;

/**
 * What one request may ask for.
 *
 * @param valueBytesMax largest value that is stored or published
 * @param replyBytesMax most bytes of values in one reply
 * @param clientChannelBytesMax most memory for the channels of one client
 */
public record Limits(int valueBytesMax, int replyBytesMax, long clientChannelBytesMax) {}
