package io.github.reactorboot.runtime;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;

/** Why the addresses of one attempt did not answer, for the one exception that tells of all. */
final class ConnectFailures {

    private record Failure(SocketAddress address, IOException cause) {}

    private final Target target;
    private final List<Failure> failures = new ArrayList<>();

    ConnectFailures(Target target) {
        this.target = target;
    }

    void add(SocketAddress address, IOException cause) {
        failures.add(new Failure(address, cause));
    }

    /** What an address has failed with that did not answer. */
    static IOException noAnswer(long millis) {
        return new ConnectTimeoutException("no answer within " + millis + " ms");
    }

    IOException notLookedUp(long millis) {
        return new ConnectTimeoutException(
                "connect to %s: the name was not looked up within %d ms".formatted(target, millis));
    }

    /** One exception: its message names every address, its cause is the first failure. */
    IOException summary() {
        StringBuilder words = new StringBuilder("connect to ").append(target);
        String separator = ": ";
        for (Failure each : failures) {
            words.append(separator);
            String address = AddressText.of(each.address());
            if (!address.equals(target.toString())) {
                words.append(address).append(": ");
            }
            words.append(each.cause().getMessage());
            separator = "; ";
        }
        IOException all = ofKind(words.toString());
        for (int i = 0; i < failures.size(); i++) {
            if (i == 0) {
                all.initCause(failures.get(i).cause());
            } else {
                all.addSuppressed(failures.get(i).cause());
            }
        }
        return all;
    }

    private IOException ofKind(String message) {
        boolean timeouts =
                failures.stream().allMatch(each -> each.cause() instanceof ConnectTimeoutException);
        return timeouts ? new ConnectTimeoutException(message) : new ConnectException(message);
    }
}
