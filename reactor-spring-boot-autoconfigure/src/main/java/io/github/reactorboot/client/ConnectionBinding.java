package io.github.reactorboot.client;

import io.github.reactorboot.codec.Codec;
import io.github.reactorboot.runtime.Connection;
import io.github.reactorboot.runtime.exchange.Exchanges;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is needed to send over a connection.
 *
 * @param name of the connection
 * @param prefix where it is configured
 * @param connection the connection at the moment, null before it was first started
 * @param codec writes requests and reads replies
 * @param exchanges matches replies; null when the connection has no exchanges
 * @param exchangeTimeout how long a reply may take unless the call says otherwise
 * @param connectTimeout how long one attempt to open the connection may take
 * @param waitingBytesMax bytes of payloads that may wait for the connection to open
 */
public record ConnectionBinding(
        String name,
        String prefix,
        Supplier<@Nullable Connection> connection,
        Codec codec,
        @Nullable Exchanges exchanges,
        Duration exchangeTimeout,
        Duration connectTimeout,
        long waitingBytesMax) {}
