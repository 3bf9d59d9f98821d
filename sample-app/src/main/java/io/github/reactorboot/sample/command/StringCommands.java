package io.github.reactorboot.sample.command;

import io.github.reactorboot.sample.resp.Arguments;
import io.github.reactorboot.sample.resp.ErrorReply;
import io.github.reactorboot.sample.resp.Reply;
import io.github.reactorboot.sample.store.Entry;
import io.github.reactorboot.sample.store.Key;
import io.github.reactorboot.sample.store.Store;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Values. */
final class StringCommands {

    private final Store store;

    StringCommands(Store store) {
        this.store = store;
    }

    void addTo(CommandTable table) {
        table.add("get", 2, Keys.FIRST, "The value of a key", this::get);
        table.add("set", -3, Keys.FIRST, "Sets the value of a key", this::set);
        table.add("append", 3, Keys.FIRST, "Appends to the value of a key", this::append);
        table.add("strlen", 2, Keys.FIRST, "The length of a value", this::strlen);
        table.add("mget", -2, Keys.ALL, "The values of some keys", this::mget);
        table.add("mset", -3, Keys.PAIRS, "Sets the values of some keys", this::mset);
    }

    private void get(Request request) {
        replyValue(request.reply(), store.get(request.key(1)));
    }

    private static void replyValue(Reply reply, @Nullable Entry entry) {
        if (entry == null) {
            reply.nil();
        } else {
            reply.bulk(entry.value());
        }
    }

    private void set(Request request) {
        requireRoom(store);
        byte[] value = request.value(2);
        if (request.arguments().count() > 3) {
            setWithOptions(request, value);
        } else {
            store.put(request.newKey(1), new Entry(value));
            request.reply().ok();
        }
    }

    private void setWithOptions(Request request, byte[] value) {
        SetOptions options = SetOptions.read(request.arguments(), store);
        Key key = request.newKey(1);
        boolean done;
        Entry before;
        boolean wanted;
        do {
            before = store.get(key);
            wanted = !(before == null ? options.ifPresent : options.ifAbsent);
            Entry after = new Entry(value, options.deadlineAfter(before));
            done = !wanted || store.replace(key, before, after);
        } while (!done);
        if (options.get) {
            replyValue(request.reply(), before);
        } else if (wanted) {
            request.reply().ok();
        } else {
            request.reply().nil();
        }
    }

    private void append(Request request) {
        requireRoom(store);
        Key key = request.newKey(1);
        byte[] more = request.value(2);
        Entry before;
        Entry after;
        do {
            before = store.get(key);
            if (before == null) {
                after = new Entry(more);
            } else {
                byte[] old = before.value();
                request.requireValueLength((long) old.length + more.length);
                byte[] value = Arrays.copyOf(old, old.length + more.length);
                System.arraycopy(more, 0, value, old.length, more.length);
                after = new Entry(value, before.deadlineMillis());
            }
        } while (!store.replace(key, before, after));
        request.reply().number(after.value().length);
    }

    private void strlen(Request request) {
        Entry entry = store.get(request.key(1));
        request.reply().number(entry == null ? 0 : entry.value().length);
    }

    private void mget(Request request) {
        int count = request.arguments().count() - 1;
        @Nullable Entry[] entries = new @Nullable Entry[count];
        long bytes = 0;
        for (int i = 0; i < count; i++) {
            Entry entry = store.get(request.key(i + 1));
            entries[i] = entry;
            bytes += entry == null ? 0 : entry.value().length;
        }
        request.reply().requireRoom(count, bytes);
        request.reply().array(count);
        for (Entry entry : entries) {
            replyValue(request.reply(), entry);
        }
    }

    /** Each key by itself: other loops may see some of them set and others not yet. */
    private void mset(Request request) {
        Arguments arguments = request.arguments();
        if (arguments.count() % 2 == 0) {
            throw new ErrorReply("ERR wrong number of arguments for 'mset' command");
        }
        requireRoom(store);
        for (int i = 1; i < arguments.count(); i += 2) {
            request.requireKeyLength(i);
            request.requireValueLength(arguments.length(i + 1));
        }
        for (int i = 1; i < arguments.count(); i += 2) {
            store.put(request.key(i), new Entry(arguments.bytes(i + 1)));
        }
        request.reply().ok();
    }

    /** Refuses what would store more than there is memory for. */
    static void requireRoom(Store store) {
        if (!store.hasRoom()) {
            throw ErrorReply.outOfMemory();
        }
    }
}
