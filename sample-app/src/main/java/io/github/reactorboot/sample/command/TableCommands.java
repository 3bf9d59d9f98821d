package io.github.reactorboot.sample.command;

import io.github.reactorboot.sample.resp.Reply;
import java.util.Collection;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** COMMAND: the table of commands itself. */
final class TableCommands {

    private final CommandTable subcommands = new CommandTable();
    private final CommandTable table;

    TableCommands(CommandTable table) {
        this.table = table;
        subcommands.add("command|count", 2, Keys.NONE, "How many there are", this::count);
        subcommands.add("command|info", -2, Keys.NONE, "Tells how they are called", this::info);
        subcommands.add("command|docs", -2, Keys.NONE, "Describes them", this::docs);
    }

    void addTo(CommandTable table) {
        table.add("command", -1, Keys.NONE, "Describes the commands", this::command);
    }

    private void command(Request request) {
        if (request.arguments().count() == 1) {
            info(request);
        } else {
            subcommands.runSubcommand("command", request);
        }
    }

    private void count(Request request) {
        request.reply().number(table.all().size());
    }

    private void info(Request request) {
        Reply reply = request.reply();
        int count = request.arguments().count();
        if (count <= 2) {
            reply.array(table.all().size());
            table.all().forEach(command -> info(reply, command));
            return;
        }
        reply.array(count - 2);
        for (int i = 2; i < count; i++) {
            info(reply, table.find(request.arguments(), i));
        }
    }

    private static void info(Reply reply, @Nullable Command command) {
        if (command == null) {
            reply.nil();
            return;
        }
        reply.array(6);
        reply.bulk(command.name());
        reply.number(command.arity());
        reply.array(0);
        reply.number(command.keys().first);
        reply.number(command.keys().last);
        reply.number(command.keys().step);
    }

    private void docs(Request request) {
        Collection<Command> commands = table.all();
        int count = request.arguments().count();
        if (count > 2) {
            commands =
                    IntStream.range(2, count)
                            .mapToObj(i -> table.find(request.arguments(), i))
                            .filter(Objects::nonNull)
                            .toList();
        }
        Reply reply = request.reply();
        reply.map(commands.size());
        for (Command command : commands) {
            reply.bulk(command.name());
            reply.map(2);
            reply.bulk("summary");
            reply.bulk(command.summary());
            reply.bulk("group");
            reply.bulk("cache");
        }
    }
}
