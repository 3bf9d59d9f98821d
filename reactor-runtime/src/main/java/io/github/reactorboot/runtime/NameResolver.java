package io.github.reactorboot.runtime;

import java.net.InetAddress;
import java.util.List;

/** Looks names of hosts up, for the connections of a reactor. */
@FunctionalInterface
public interface NameResolver {

    /** Asks the system, as {@link InetAddress#getAllByName} does. */
    NameResolver SYSTEM = host -> List.of(InetAddress.getAllByName(host));

    /**
     * Looks a name up. May block: called on a thread of its own, never on an event loop, and by
     * several threads at once. The thread is interrupted when nobody waits for the answer any more.
     *
     * @return the addresses in the order in which they are to be tried; the first 16 are
     * @throws Exception when there is none; the message is told with the failed attempt
     */
    List<InetAddress> resolve(String host) throws Exception;
}
