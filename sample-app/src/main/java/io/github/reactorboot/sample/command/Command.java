package io.github.reactorboot.sample.command;

import io.github.reactorboot.sample.resp.ErrorReply;

/**
 * An entry of a command table.
 *
 * @param name in lower case; that of a subcommand has the form {@code command|subcommand}
 * @param arity number of arguments, the name included; -2 means 2 or more
 * @param keys which of them are keys
 * @param summary for people
 */
record Command(String name, int arity, Keys keys, String summary, Action action) {

    void run(Request request) {
        int count = request.arguments().count();
        if (arity < 0 ? count < -arity : count != arity) {
            throw new ErrorReply("ERR wrong number of arguments for '" + name + "' command");
        }
        action.run(request);
    }
}
