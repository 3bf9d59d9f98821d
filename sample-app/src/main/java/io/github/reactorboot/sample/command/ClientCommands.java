package io.github.reactorboot.sample.command;

import io.github.reactorboot.sample.resp.Arguments;
import io.github.reactorboot.sample.resp.ErrorReply;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** CLIENT: this connection, and the others. */
final class ClientCommands {

    private static final int NAME_BYTES_MAX = 256;
    private static final long ID = Arguments.word("ID");
    private static final long ADDR = Arguments.word("ADDR");

    private final CommandTable commands = new CommandTable();
    private final Clients clients;

    ClientCommands(Clients clients) {
        this.clients = clients;
        commands.add("client|id", 2, Keys.NONE, "The number of this connection", this::id);
        commands.add("client|getname", 2, Keys.NONE, "The name of this connection", this::getName);
        commands.add("client|setname", 3, Keys.NONE, "Names this connection", this::setName);
        commands.add("client|setinfo", 4, Keys.NONE, "Is not kept", r -> r.reply().ok());
        commands.add("client|info", 2, Keys.NONE, "Describes this connection", this::info);
        commands.add("client|list", -2, Keys.NONE, "Describes the connections", this::list);
        commands.add("client|kill", -3, Keys.NONE, "Ends connections", this::kill);
    }

    void addTo(CommandTable table) {
        table.addWithSubcommands("client", "Connections", commands);
    }

    private void id(Request request) {
        request.reply().number(request.client().session().id());
    }

    private void getName(Request request) {
        String name = request.client().name();
        if (name.isEmpty()) {
            request.reply().nil();
        } else {
            request.reply().bulk(name);
        }
    }

    private void setName(Request request) {
        request.client().name(name(request.arguments(), 2));
        request.reply().ok();
    }

    /** An argument as a name. */
    static String name(Arguments arguments, int index) {
        if (arguments.length(index) > NAME_BYTES_MAX) {
            throw new ErrorReply("ERR Client names cannot be longer than 256 bytes.");
        }
        String name = arguments.text(index);
        if (!name.chars().allMatch(c -> c > ' ' && c <= '~')) {
            throw new ErrorReply(
                    "ERR Client names cannot contain spaces, newlines or special characters.");
        }
        return name;
    }

    private void info(Request request) {
        request.reply().text(request.client().describe());
    }

    private void list(Request request) {
        StringBuilder lines = new StringBuilder();
        for (Client client : clients.all()) {
            lines.append(client.describe());
            request.reply().requireRoom(1, lines.length());
        }
        request.reply().text(lines.toString());
    }

    /** {@code CLIENT KILL address}, or {@code CLIENT KILL ID number} and {@code ADDR address}. */
    private void kill(Request request) {
        Arguments arguments = request.arguments();
        boolean oldForm = arguments.count() == 3;
        Predicate<Client> wanted = oldForm ? hasAddress(arguments.text(2)) : filter(arguments);
        List<Client> found = new ArrayList<>();
        for (Client client : clients.all()) {
            if (wanted.test(client) && (oldForm || client != request.client())) {
                found.add(client);
            }
        }
        if (oldForm && found.isEmpty()) {
            throw new ErrorReply("ERR No such client");
        } else if (oldForm) {
            request.reply().ok();
        } else {
            request.reply().number(found.size());
        }
        request.reply().send();
        for (Client client : found) {
            if (client == request.client()) {
                client.session().close();
            } else {
                client.session().abort();
            }
        }
    }

    private static Predicate<Client> filter(Arguments arguments) {
        Predicate<Client> wanted = client -> true;
        for (int i = 2; i < arguments.count(); i += 2) {
            long option = arguments.word(i);
            if (i + 1 == arguments.count()) {
                throw ErrorReply.syntax();
            } else if (option == ID) {
                long id = arguments.number(i + 1);
                wanted = wanted.and(client -> client.session().id() == id);
            } else if (option == ADDR) {
                wanted = wanted.and(hasAddress(arguments.text(i + 1)));
            } else {
                throw ErrorReply.syntax();
            }
        }
        return wanted;
    }

    private static Predicate<Client> hasAddress(String address) {
        return client -> Addresses.text(client.session().remoteAddress()).equals(address);
    }
}
