package io.github.reactorboot.runtime;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A command to the handler of an endpoint, on its way to one of the endpoint's loops.
 *
 * @param display the endpoint for messages, such as {@code listener quotes}
 * @param isOver whether the endpoint takes nothing any more
 */
record EndpointCommand(Endpoint endpoint, String display, BooleanSupplier isOver, Object command)
        implements Callable<@Nullable Object> {

    EndpointCommand {
        Objects.requireNonNull(command, "command");
    }

    /** Sends it; any thread. */
    CompletionStage<@Nullable Object> sendTo(EventLoop loop) {
        if (isOver.getAsBoolean()) {
            return CompletableFuture.failedFuture(over());
        }
        return loop.submit(this);
    }

    @Override
    public @Nullable Object call() throws Exception {
        if (isOver.getAsBoolean()) {
            throw over();
        }
        return endpoint.handlers.onEndpointCommand(endpoint.name, command);
    }

    private IllegalStateException over() {
        return new IllegalStateException(display + " is stopped: it takes no commands");
    }
}
