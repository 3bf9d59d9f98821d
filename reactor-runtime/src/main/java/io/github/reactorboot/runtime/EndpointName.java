package io.github.reactorboot.runtime;

import java.util.regex.Pattern;

/** What listeners and devices may be called: it stands in logs, meters and names of sessions. */
final class EndpointName {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private EndpointName() {}

    static void check(String kind, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    kind
                            + " name must be 1 to 64 letters, digits, '.', '_' or '-', beginning"
                            + " with a letter or digit");
        }
    }
}
