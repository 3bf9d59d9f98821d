package io.github.reactorboot.autoconfigure.endpoint;

import io.github.reactorboot.autoconfigure.health.DisplayText;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;
import org.springframework.boot.diagnostics.FailureAnalyzedException;

/**
 * The {@code reactor} endpoint over HTTP: who may see what, status codes with a message, and the
 * switches of listeners, connections and sessions.
 */
@EndpointWebExtension(endpoint = ReactorEndpoint.class)
@RegisterReflectionForBinding(MessageDescriptor.class)
public class ReactorEndpointWebExtension {

    private static final int CONFLICT = 409;

    private final ReactorEndpoint delegate;
    private final Show showValues;
    private final Set<String> roles;

    public ReactorEndpointWebExtension(
            ReactorEndpoint delegate, Show showValues, Set<String> roles) {
        this.delegate = delegate;
        this.showValues = showValues;
        this.roles = roles;
    }

    /** Everything but the sessions. */
    @ReadOperation
    public ReactorDescriptor reactor(SecurityContext securityContext) {
        return delegate.describe(showValues.isShown(securityContext, roles));
    }

    /** One listener or connection and its oldest sessions; 404 for an unknown name. */
    @ReadOperation
    public WebEndpointResponse<OperationResponseBody> endpoint(
            SecurityContext securityContext, @Selector String name, @Nullable Integer limit) {
        boolean values = showValues.isShown(securityContext, roles);
        try {
            return delegate.describe(name, limit, values)
                    .<WebEndpointResponse<OperationResponseBody>>map(WebEndpointResponse::new)
                    .orElseGet(() -> notFound(delegate.unknown(name)));
        } catch (InvalidEndpointRequestException e) {
            return badRequest(e);
        }
    }

    /**
     * Pauses, resumes, stops or starts a listener, stops or starts a connection: 204 when done, 404
     * for an unknown name, 400 for an unknown action, 409 when it is not in a state for it, cannot
     * be bound or cannot be opened.
     */
    @WriteOperation
    public WebEndpointResponse<OperationResponseBody> control(
            @Selector String name, @Nullable String action) {
        if (!delegate.knows(name)) {
            return notFound(delegate.unknown(name));
        }
        try {
            delegate.control(name, action);
            return new WebEndpointResponse<>(WebEndpointResponse.STATUS_NO_CONTENT);
        } catch (InvalidEndpointRequestException e) {
            return badRequest(e);
        } catch (IllegalStateException | FailureAnalyzedException e) {
            return message(DisplayText.line(e.getMessage()), CONFLICT);
        }
    }

    /**
     * Closes a session of a listener or connection by its id or its name: 204, or 404 if there is
     * none.
     */
    @DeleteOperation
    public WebEndpointResponse<OperationResponseBody> closeSession(
            @Selector String name, @Selector String session) {
        if (delegate.close(name, session)) {
            return new WebEndpointResponse<>(WebEndpointResponse.STATUS_NO_CONTENT);
        }
        return notFound(delegate.noSession(name, session));
    }

    private static WebEndpointResponse<OperationResponseBody> badRequest(
            InvalidEndpointRequestException cause) {
        return message(String.valueOf(cause.getMessage()), WebEndpointResponse.STATUS_BAD_REQUEST);
    }

    private static WebEndpointResponse<OperationResponseBody> notFound(String message) {
        return message(message, WebEndpointResponse.STATUS_NOT_FOUND);
    }

    private static WebEndpointResponse<OperationResponseBody> message(String message, int status) {
        return new WebEndpointResponse<>(new MessageDescriptor(message), status);
    }
}
