package io.github.reactorboot.sample.command;

import io.github.reactorboot.sample.resp.Arguments;
import io.github.reactorboot.sample.resp.ErrorReply;
import io.github.reactorboot.sample.resp.Reply;

/** The connection and its protocol. */
final class ConnectionCommands {

    private static final long AUTH = Arguments.word("AUTH");
    private static final long SETNAME = Arguments.word("SETNAME");

    void addTo(CommandTable table) {
        table.add("ping", -1, Keys.NONE, "Answers", this::ping);
        table.add("echo", 2, Keys.NONE, "Answers with the argument", this::echo);
        table.add("hello", -1, Keys.NONE, "Chooses the protocol", this::hello);
        table.add("select", 2, Keys.NONE, "Chooses database 0, the only one", this::select);
        table.add("quit", -1, Keys.NONE, "Closes the connection", this::quit);
        // What a web page can make a browser say to us, as Redis sees it too: not our client.
        table.add("post", -1, Keys.NONE, "Closes the connection", this::abort);
        table.add("host:", -1, Keys.NONE, "Closes the connection", this::abort);
    }

    private void ping(Request request) {
        Arguments arguments = request.arguments();
        if (arguments.count() > 2) {
            throw new ErrorReply("ERR wrong number of arguments for 'ping' command");
        }
        if (request.client().restrictedToPubSub()) {
            request.reply().array(2);
            request.reply().bulk("pong");
            request.reply().bulk(arguments.count() == 2 ? arguments.bytes(1) : new byte[0]);
        } else if (arguments.count() == 2) {
            request.reply().bulk(arguments.bytes(1));
        } else {
            request.reply().pong();
        }
    }

    private void echo(Request request) {
        request.reply().bulk(request.arguments().bytes(1));
    }

    private void hello(Request request) {
        Arguments arguments = request.arguments();
        Client client = request.client();
        boolean resp3 = client.resp3();
        if (arguments.count() > 1) {
            long version = version(arguments);
            if (version != 2 && version != 3) {
                throw new ErrorReply("NOPROTO unsupported protocol version");
            }
            resp3 = version == 3;
            helloOptions(arguments, client);
        }
        client.resp3(resp3);
        request.begin(client);
        Reply reply = request.reply();
        reply.map(6);
        reply.bulk("server");
        reply.bulk("redis");
        reply.bulk("version");
        reply.bulk(ServerInfo.REDIS_VERSION);
        reply.bulk("proto");
        reply.number(resp3 ? 3 : 2);
        reply.bulk("id");
        reply.number(client.session().id());
        reply.bulk("mode");
        reply.bulk("standalone");
        reply.bulk("role");
        reply.bulk("master");
    }

    private static long version(Arguments arguments) {
        try {
            return arguments.number(1);
        } catch (ErrorReply e) {
            throw new ErrorReply("ERR Protocol version is not an integer or out of range");
        }
    }

    private static void helloOptions(Arguments arguments, Client client) {
        for (int i = 2; i < arguments.count(); i++) {
            long option = arguments.word(i);
            if (option == SETNAME && i + 1 < arguments.count()) {
                client.name(ClientCommands.name(arguments, ++i));
            } else if (option == AUTH && i + 2 < arguments.count()) {
                throw new ErrorReply("ERR AUTH called without any password configured");
            } else {
                throw new ErrorReply(
                        "ERR Syntax error in HELLO option '" + arguments.textStart(i) + "'");
            }
        }
    }

    private void select(Request request) {
        if (request.arguments().number(1) != 0) {
            throw new ErrorReply("ERR DB index is out of range");
        }
        request.reply().ok();
    }

    private void quit(Request request) {
        request.reply().ok();
        request.reply().send();
        request.client().session().close();
    }

    private void abort(Request request) {
        request.client().session().abort();
    }
}
