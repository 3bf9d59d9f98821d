package io.github.reactorboot.sample.command;

import io.github.reactorboot.runtime.EndpointStats;
import io.github.reactorboot.sample.pubsub.Topics;
import io.github.reactorboot.sample.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What INFO tells, in the words of Redis as far as it has them. */
public final class ServerInfo {

    /** The version of Redis whose behaviour was taken as the model; clients ask for it. */
    static final String REDIS_VERSION = "7.0.0";

    private final Instant started = Instant.now();
    private final Store store;
    private final Topics topics;
    private final Supplier<Optional<EndpointStats>> listener;

    /**
     * The figures of the listener come from the runtime; there are none while it does not listen.
     */
    public ServerInfo(Store store, Topics topics, Supplier<Optional<EndpointStats>> listener) {
        this.store = store;
        this.topics = topics;
        this.listener = listener;
    }

    /** The text of INFO. */
    String text() {
        Map<String, Object> server = new LinkedHashMap<>();
        server.put("redis_version", REDIS_VERSION);
        server.put("redis_mode", "standalone");
        server.put("process_id", ProcessHandle.current().pid());
        server.put("uptime_in_seconds", Duration.between(started, Instant.now()).toSeconds());
        Map<String, Object> memory = new LinkedHashMap<>();
        memory.put("used_memory", store.usedBytes());
        memory.put("maxmemory", store.bytesMax());
        memory.put("maxmemory_policy", "noeviction");
        Map<String, Object> clients = new LinkedHashMap<>();
        Map<String, Object> stats = new LinkedHashMap<>();
        listener.get().ifPresent(figures -> addTo(clients, stats, figures));
        stats.put("pubsub_channels", topics.size());
        stats.put("pubsub_memory", topics.usedBytes());
        stats.put("pubsub_subscribers_dropped", topics.dropped());
        Map<String, Object> keyspace = new LinkedHashMap<>();
        if (store.size() > 0) {
            String figures = "keys=" + store.size() + ",expires=" + store.ending() + ",avg_ttl=0";
            keyspace.put("db0", figures);
        }
        StringBuilder text = new StringBuilder();
        section("Server", server, text);
        section("Clients", clients, text);
        section("Memory", memory, text);
        section("Stats", stats, text);
        section("Keyspace", keyspace, text);
        return text.toString();
    }

    private static void addTo(
            Map<String, Object> clients, Map<String, Object> stats, EndpointStats figures) {
        clients.put("connected_clients", figures.sessions());
        stats.put("total_connections_received", figures.opened());
        stats.put("total_commands_processed", figures.framesIn());
        stats.put("total_net_input_bytes", figures.bytesIn());
        stats.put("total_net_output_bytes", figures.bytesOut());
    }

    private static void section(String title, Map<String, Object> lines, StringBuilder text) {
        text.append(text.isEmpty() ? "# " : "\r\n# ").append(title).append("\r\n");
        lines.forEach((name, value) -> text.append(name).append(':').append(value).append("\r\n"));
    }
}
