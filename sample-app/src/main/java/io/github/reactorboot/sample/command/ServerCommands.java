package io.github.reactorboot.sample.command;

import io.github.reactorboot.sample.resp.Arguments;
import io.github.reactorboot.sample.resp.ErrorReply;
import io.github.reactorboot.sample.resp.Reply;
import io.github.reactorboot.sample.store.Glob;
import io.github.reactorboot.sample.store.Store;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** INFO and CONFIG: as much as tools want to see. */
final class ServerCommands {

    private static final String MAXMEMORY = "maxmemory";

    private final CommandTable config = new CommandTable();
    private final ServerInfo info;
    private final Store store;

    ServerCommands(ServerInfo info, Store store) {
        this.info = info;
        this.store = store;
        config.add("config|get", -3, Keys.NONE, "Tells settings", this::configGet);
        config.add("config|set", -4, Keys.NONE, "Changes settings", this::configSet);
        config.add("config|resetstat", 2, Keys.NONE, "Does nothing", r -> r.reply().ok());
    }

    void addTo(CommandTable table) {
        table.add("info", -1, Keys.NONE, "Describes the server", this::info);
        table.addWithSubcommands("config", "Settings", config);
    }

    private void info(Request request) {
        request.reply().text(info.text());
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put(MAXMEMORY, Long.toString(store.bytesMax()));
        settings.put("maxmemory-policy", "noeviction");
        settings.put("databases", "1");
        settings.put("save", "");
        settings.put("appendonly", "no");
        return settings;
    }

    private void configGet(Request request) {
        Arguments arguments = request.arguments();
        Map<String, String> found = new LinkedHashMap<>();
        for (int i = 2; i < arguments.count(); i++) {
            String pattern = arguments.textStart(i).toLowerCase(Locale.ROOT);
            Glob glob = new Glob(pattern.getBytes(StandardCharsets.UTF_8));
            settings()
                    .forEach((name, value) -> {
                        if (glob.matches(name.getBytes(StandardCharsets.UTF_8))) {
                            found.put(name, value);
                        }
                    });
        }
        Reply reply = request.reply();
        reply.map(found.size());
        found.forEach((name, value) -> {
            reply.bulk(name);
            reply.bulk(value);
        });
    }

    private void configSet(Request request) {
        Arguments arguments = request.arguments();
        String name = arguments.textStart(2).toLowerCase(Locale.ROOT);
        if (arguments.count() != 4 || !settings().containsKey(name)) {
            throw new ErrorReply(
                    "ERR Unknown option or number of arguments for CONFIG SET - '" + name + "'");
        }
        if (!name.equals(MAXMEMORY)) {
            throw new ErrorReply(
                    "ERR CONFIG SET failed (possibly related to argument '"
                            + name
                            + "') - can't set immutable config");
        }
        long bytes = arguments.number(3);
        if (bytes <= 0) {
            throw new ErrorReply("ERR CONFIG SET failed - there is no cache without a bound");
        }
        store.bytesMax(bytes);
        request.reply().ok();
    }
}
