package io.github.reactorboot.autoconfigure.endpoint;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.security.Principal;

/** Believes the role that a request claims to have. */
final class RoleFilter implements Filter {

    static final String HEADER = "X-Role";

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String role = ((HttpServletRequest) request).getHeader(HEADER);
        chain.doFilter(
                role == null ? request : new User((HttpServletRequest) request, role), response);
    }

    private static final class User extends HttpServletRequestWrapper {

        private final String role;

        User(HttpServletRequest request, String role) {
            super(request);
            this.role = role;
        }

        @Override
        public Principal getUserPrincipal() {
            return () -> "somebody";
        }

        @Override
        public boolean isUserInRole(String name) {
            return role.equals(name);
        }
    }
}
