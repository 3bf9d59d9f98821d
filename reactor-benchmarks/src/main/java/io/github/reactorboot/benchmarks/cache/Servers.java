package io.github.reactorboot.benchmarks.cache;

import io.github.reactorboot.benchmarks.process.ChildFailure;
import io.github.reactorboot.benchmarks.process.Children;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts the two servers.
 *
 * @param children to whom they belong
 * @param prefix what comes before each command
 */
record Servers(Children children, List<String> prefix) {

    static final String SAMPLE = "sample";
    static final String REDIS = "redis";

    static final List<String> REDIS_OPTIONS =
            List.of("--save", "", "--appendonly", "no", "--bind", "127.0.0.1");

    Servers {
        prefix = List.copyOf(prefix);
    }

    CacheServer startRedis(Path program) throws ChildFailure, InterruptedException, IOException {
        int port = freePort();
        List<String> command = new ArrayList<>(prefix);
        command.add(program.toString());
        command.addAll(REDIS_OPTIONS);
        command.addAll(List.of("--port", Integer.toString(port)));
        return start(REDIS, command, port);
    }

    /** Starts the sample with this JVM's Java. */
    CacheServer startSample(Path jar, List<String> javaOptions)
            throws ChildFailure, InterruptedException, IOException {
        int port = freePort();
        List<String> command = new ArrayList<>(prefix);
        command.add(java().toString());
        command.addAll(javaOptions);
        command.addAll(List.of("-jar", jar.toString()));
        command.addAll(List.of("--server.port=0", "--reactor.listeners.cache.port=" + port));
        return start(SAMPLE, command, port);
    }

    static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    private CacheServer start(String name, List<String> command, int port)
            throws ChildFailure, InterruptedException {
        CacheServer server = new CacheServer(name, children.start(name, command), port);
        server.awaitReady();
        return server;
    }

    /** Neither server can be asked for the port it chose. */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
