package io.github.reactorboot.sample.command;

import io.github.reactorboot.sample.resp.Decimal;
import io.github.reactorboot.sample.resp.ErrorReply;
import io.github.reactorboot.sample.store.Entry;
import io.github.reactorboot.sample.store.Key;
import io.github.reactorboot.sample.store.Store;

/** Values that are numbers. */
final class CounterCommands {

    private final Store store;

    CounterCommands(Store store) {
        this.store = store;
    }

    void addTo(CommandTable table) {
        table.add("incr", 2, Keys.FIRST, "Adds one", r -> add(r, 1));
        table.add("decr", 2, Keys.FIRST, "Subtracts one", r -> add(r, -1));
        table.add("incrby", 3, Keys.FIRST, "Adds", r -> add(r, r.arguments().number(2)));
        table.add("decrby", 3, Keys.FIRST, "Subtracts", r -> add(r, subtrahend(r)));
    }

    private static long subtrahend(Request request) {
        long amount = request.arguments().number(2);
        if (amount == Long.MIN_VALUE) {
            throw new ErrorReply("ERR decrement would overflow");
        }
        return -amount;
    }

    private void add(Request request, long amount) {
        StringCommands.requireRoom(store);
        Key key = request.newKey(1);
        Entry before;
        Entry after;
        long sum;
        do {
            before = store.get(key);
            sum = before == null ? amount : sum(before.value(), amount);
            long deadline = before == null ? Entry.FOREVER : before.deadlineMillis();
            after = new Entry(Decimal.toBytes(sum), deadline);
        } while (!store.replace(key, before, after));
        request.reply().number(sum);
    }

    private static long sum(byte[] value, long amount) {
        long number = Decimal.parse(value, value.length);
        long sum = number + amount;
        if (((number ^ sum) & (amount ^ sum)) < 0) {
            throw new ErrorReply("ERR increment or decrement would overflow");
        }
        return sum;
    }
}
