package io.github.reactorboot.sample.command;

import io.github.reactorboot.runtime.Session;
import io.github.reactorboot.runtime.framing.FrameTooLargeException;
import io.github.reactorboot.runtime.framing.FramingException;
import io.github.reactorboot.sample.pubsub.Topics;
import io.github.reactorboot.sample.resp.Arguments;
import io.github.reactorboot.sample.resp.ErrorReply;
import io.github.reactorboot.sample.store.Store;
import java.nio.ByteBuffer;
import java.util.Set;

/** Runs requests. May be used by all event loops at once. */
public final class Commands {

    /** What a client that listens to channels may send in RESP 2. */
    private static final Set<String> PUB_SUB = Set.of("subscribe", "unsubscribe", "ping", "quit");

    private final CommandTable table = new CommandTable();

    public Commands(Store store, Topics topics, Clients clients, ServerInfo info) {
        new StringCommands(store).addTo(table);
        new CounterCommands(store).addTo(table);
        new KeyCommands(store).addTo(table);
        new ExpiryCommands(store).addTo(table);
        new PubSubCommands(topics, this).addTo(table);
        new ConnectionCommands().addTo(table);
        new ClientCommands(clients).addTo(table);
        new ServerCommands(info, store).addTo(table);
        new TableCommands(table).addTo(table);
    }

    /** Runs one request and sends its reply. On the session's event loop. */
    public void run(Session session, ByteBuffer frame) {
        Client client = Clients.of(session);
        Request request = client.request();
        request.begin(client);
        try {
            if (request.read(frame)) {
                run(request);
            }
        } catch (ErrorReply e) {
            request.reply().error(e.text());
        }
        request.reply().send();
    }

    private void run(Request request) {
        Command command = table.find(request.arguments(), 0);
        if (command == null) {
            throw unknown(request.arguments());
        }
        if (request.client().restrictedToPubSub() && !PUB_SUB.contains(command.name())) {
            throw new ErrorReply(
                    ("ERR Can't execute '%s': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT"
                                    + " / RESET are allowed in this context")
                            .formatted(command.name()));
        }
        command.run(request);
    }

    private static ErrorReply unknown(Arguments arguments) {
        StringBuilder message = new StringBuilder("ERR unknown command '");
        message.append(arguments.textStart(0)).append("', with args beginning with: ");
        int start = message.length();
        for (int i = 1; i < arguments.count() && message.length() - start < 128; i++) {
            message.append('\'').append(arguments.textStart(i)).append("' ");
        }
        return new ErrorReply(message.toString());
    }

    /** Tells the client why its session is about to be closed. On the session's event loop. */
    public void farewell(Session session, Throwable failure) {
        Client client = Clients.of(session);
        Request request = client.request();
        request.begin(client);
        String message = "internal error";
        if (failure instanceof FramingException) {
            message = String.valueOf(failure.getMessage());
        } else if (failure instanceof FrameTooLargeException) {
            message = "Protocol error: " + failure.getMessage();
        }
        request.reply().error("ERR " + message);
        request.reply().send();
    }
}
