package io.github.reactorboot.benchmarks.process;

import java.io.IOException;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Where server and client run.
 *
 * @param server the server's processor, -1 if there is none left
 * @param client the client's, -1 if there is none left
 */
public record Processors(int server, int client) {

    /**
     * The given ones; what is not given is the first that this process may use and that is free.
     *
     * @throws IOException if the system does not say which it may use
     */
    public static Processors of(@Nullable Integer server, @Nullable Integer client)
            throws IOException {
        return among(Pinning.allowedProcessors(), server, client);
    }

    static Processors among(
            BitSet allowed, @Nullable Integer givenServer, @Nullable Integer givenClient) {
        int server = givenServer == null ? firstOther(allowed, givenClient) : givenServer;
        int client = givenClient == null ? firstOther(allowed, server) : givenClient;
        return new Processors(server, client);
    }

    private static int firstOther(BitSet allowed, @Nullable Integer taken) {
        return allowed.stream()
                .filter(processor -> taken == null || processor != taken)
                .findFirst()
                .orElse(-1);
    }
}
