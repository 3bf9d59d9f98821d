package io.github.reactorboot.sample.command;

import io.github.reactorboot.sample.resp.ErrorReply;
import io.github.reactorboot.sample.store.Entry;
import io.github.reactorboot.sample.store.Key;
import io.github.reactorboot.sample.store.Store;

/** When keys end. */
final class ExpiryCommands {

    private static final int NO_SUCH_KEY = -2;
    private static final int WITHOUT_END = -1;

    private final Store store;

    ExpiryCommands(Store store) {
        this.store = store;
    }

    void addTo(CommandTable table) {
        table.add("expire", -3, Keys.FIRST, "Ends a key in so many seconds", this::expire);
        table.add("pexpire", -3, Keys.FIRST, "The same in milliseconds", this::pexpire);
        table.add("ttl", 2, Keys.FIRST, "Seconds until a key ends", this::ttl);
        table.add("pttl", 2, Keys.FIRST, "The same in milliseconds", this::pttl);
        table.add("persist", 2, Keys.FIRST, "Lets a key live on", this::persist);
    }

    private void expire(Request request) {
        long seconds = amount(request);
        end(request, Deadlines.in(seconds, Deadlines.SECOND, store, "expire"));
    }

    private void pexpire(Request request) {
        long millis = amount(request);
        end(request, Deadlines.in(millis, Deadlines.MILLISECOND, store, "pexpire"));
    }

    private static long amount(Request request) {
        long amount = request.arguments().number(2);
        if (request.arguments().count() > 3) {
            throw new ErrorReply("ERR Unsupported option " + request.arguments().textStart(3));
        }
        return amount;
    }

    private void end(Request request, long deadlineMillis) {
        Key key = request.key(1);
        boolean over = deadlineMillis <= store.nowMillis();
        Entry before;
        do {
            before = store.get(key);
        } while (before != null
                && !store.replace(key, before, over ? null : before.withDeadline(deadlineMillis)));
        request.reply().number(before == null ? 0 : 1);
    }

    private void ttl(Request request) {
        long millis = millisLeft(request);
        request.reply().number(millis < 0 ? millis : (millis + 500) / 1000);
    }

    private void pttl(Request request) {
        request.reply().number(millisLeft(request));
    }

    private long millisLeft(Request request) {
        Entry entry = store.get(request.key(1));
        if (entry == null) {
            return NO_SUCH_KEY;
        }
        return entry.ends() ? Math.max(0, entry.deadlineMillis() - store.nowMillis()) : WITHOUT_END;
    }

    private void persist(Request request) {
        Key key = request.key(1);
        Entry before;
        do {
            before = store.get(key);
        } while (before != null
                && before.ends()
                && !store.replace(key, before, before.withDeadline(Entry.FOREVER)));
        request.reply().number(before != null && before.ends() ? 1 : 0);
    }
}
