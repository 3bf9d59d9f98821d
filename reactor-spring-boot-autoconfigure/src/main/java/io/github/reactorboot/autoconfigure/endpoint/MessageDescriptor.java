package io.github.reactorboot.autoconfigure.endpoint;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/** Says why a request could not be served. */
public record MessageDescriptor(String message) implements OperationResponseBody {}
