package io.github.reactorboot.autoconfigure;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How fast the messages of one session are delivered, {@code reactor.listeners.<name>.rate-limit}.
 * Faster ones wait, and the peer feels it.
 *
 * @param messagesPerSecond Messages a second in the long run; 0 for as fast as they come.
 * @param burst Messages that may come at once after a rest; 0 for those of one second.
 */
public record RateLimitProperties(
        @DefaultValue("0") int messagesPerSecond, @DefaultValue("0") int burst) {}
