package io.github.reactorboot.handler;

import io.github.reactorboot.codec.Codec;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * What handler methods need to know of the listener they serve.
 *
 * @param name of the listener
 * @param codecKey the property that names the codec
 * @param codecName what that property says
 * @param codec reads and writes objects
 * @param executor for blocking methods; asked only if there is one
 */
public record EndpointTraits(
        String name, String codecKey, String codecName, Codec codec, Supplier<Executor> executor) {}
