package io.github.reactorboot.sample.command;

import io.github.reactorboot.sample.resp.Arguments;
import io.github.reactorboot.sample.resp.ErrorReply;
import io.github.reactorboot.sample.resp.Reply;
import io.github.reactorboot.sample.store.Entry;
import io.github.reactorboot.sample.store.Glob;
import io.github.reactorboot.sample.store.Key;
import io.github.reactorboot.sample.store.Scans;
import io.github.reactorboot.sample.store.Store;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Keys, whatever their values. */
final class KeyCommands {

    private static final int PATTERN_BYTES_MAX = 1024;
    private static final int SCAN_COUNT_MAX = 10_000;
    private static final int SCAN_BYTES_ENOUGH = 1 << 20;

    /** What a key costs beside the steps of its match. */
    private static final int KEY_STEPS = 32;

    /** Work of one SCAN, some milliseconds; the next call goes on. */
    private static final int SCAN_STEPS_ENOUGH = 4_000_000;

    /** Work of one KEYS, about a hundred milliseconds: all clients of the loop wait for it. */
    private static final int KEYS_STEPS_MAX = 50_000_000;

    private static final long MATCH = Arguments.word("MATCH");
    private static final long COUNT = Arguments.word("COUNT");
    private static final long TYPE = Arguments.word("TYPE");
    private static final long STRING = Arguments.word("STRING");

    private final Store store;
    private final Scans scans;

    KeyCommands(Store store) {
        this.store = store;
        this.scans = new Scans(store);
    }

    void addTo(CommandTable table) {
        table.add("del", -2, Keys.ALL, "Removes keys", this::del);
        table.add("exists", -2, Keys.ALL, "How many of the keys there are", this::exists);
        table.add("type", 2, Keys.FIRST, "The type of a value", this::type);
        table.add("keys", 2, Keys.NONE, "All keys that match a pattern", this::keys);
        table.add("scan", -2, Keys.NONE, "Some keys, and where to go on", this::scan);
        table.add("dbsize", 1, Keys.NONE, "How many keys there are", this::dbsize);
        table.add("flushdb", -1, Keys.NONE, "Removes all keys", this::flush);
        table.add("flushall", -1, Keys.NONE, "Removes all keys", this::flush);
    }

    private void del(Request request) {
        int removed = 0;
        for (int i = 1; i < request.arguments().count(); i++) {
            removed += store.remove(request.key(i)) ? 1 : 0;
        }
        request.reply().number(removed);
    }

    private void exists(Request request) {
        int found = 0;
        for (int i = 1; i < request.arguments().count(); i++) {
            found += store.get(request.key(i)) == null ? 0 : 1;
        }
        request.reply().number(found);
    }

    private void type(Request request) {
        Entry entry = store.get(request.key(1));
        request.reply().simple(entry == null ? "none" : "string");
    }

    private void keys(Request request) {
        Glob pattern = pattern(request.arguments(), 1);
        List<Key> found = new ArrayList<>();
        long bytes = 0;
        long looked = 0;
        for (Iterator<Key> keys = store.keys(); keys.hasNext(); ) {
            Key key = keys.next();
            looked++;
            if (pattern.steps() + looked * KEY_STEPS > KEYS_STEPS_MAX) {
                throw new ErrorReply("ERR too many keys for this pattern, use SCAN");
            }
            if (pattern.matches(key.bytes())) {
                found.add(key);
                bytes += key.length();
                request.reply().requireRoom(found.size(), bytes);
            }
        }
        replyKeys(request.reply(), found);
    }

    private void scan(Request request) {
        Arguments arguments = request.arguments();
        Glob pattern = new Glob(new byte[] {'*'});
        long left = 10;
        boolean strings = true;
        for (int i = 2; i < arguments.count(); i += 2) {
            long option = arguments.word(i);
            if (i + 1 == arguments.count()) {
                throw ErrorReply.syntax();
            } else if (option == MATCH) {
                pattern = pattern(arguments, i + 1);
            } else if (option == COUNT && arguments.number(i + 1) > 0) {
                left = Math.min(arguments.number(i + 1), SCAN_COUNT_MAX);
            } else if (option == TYPE) {
                strings = arguments.word(i + 1) == STRING;
            } else {
                throw ErrorReply.syntax();
            }
        }
        Iterator<Key> place = place(arguments);
        List<Key> found = new ArrayList<>();
        long bytes = 0;
        for (; left > 0 && bytes < SCAN_BYTES_ENOUGH && place.hasNext(); left--) {
            if (pattern.steps() > SCAN_STEPS_ENOUGH) {
                break;
            }
            Key key = place.next();
            if (strings && pattern.matches(key.bytes())) {
                found.add(key);
                bytes += key.length();
            }
        }
        request.reply().array(2);
        request.reply().bulk(Long.toString(scans.keep(place)));
        replyKeys(request.reply(), found);
    }

    private Iterator<Key> place(Arguments arguments) {
        Iterator<Key> place = scans.take(arguments.number(1));
        if (place == null) {
            throw new ErrorReply("ERR invalid cursor");
        }
        return place;
    }

    private static Glob pattern(Arguments arguments, int index) {
        if (arguments.length(index) > PATTERN_BYTES_MAX) {
            throw new ErrorReply("ERR pattern is longer than " + PATTERN_BYTES_MAX + " bytes");
        }
        return new Glob(arguments.bytes(index));
    }

    private static void replyKeys(Reply reply, List<Key> keys) {
        reply.array(keys.size());
        for (Key key : keys) {
            reply.bulk(key.bytes());
        }
    }

    private void dbsize(Request request) {
        request.reply().number(store.size());
    }

    private void flush(Request request) {
        store.clear();
        scans.clear();
        request.reply().ok();
    }
}
