package io.github.reactorboot.autoconfigure.endpoint;

import java.util.Map;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * What the endpoint shows at its root.
 *
 * @param runtimes the runtimes by name
 * @param listeners the configured listeners by name
 * @param connections the configured connections by name
 */
public record ReactorDescriptor(
        Map<String, RuntimeDescriptor> runtimes,
        Map<String, ListenerDescriptor> listeners,
        Map<String, ConnectionDescriptor> connections)
        implements OperationResponseBody {}
