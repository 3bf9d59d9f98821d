package io.github.reactorboot.sample.command;

import io.github.reactorboot.sample.resp.Arguments;
import io.github.reactorboot.sample.resp.ErrorReply;
import io.github.reactorboot.sample.resp.Reply;
import io.github.reactorboot.sample.store.Key;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The request at hand: who sends it, its arguments, and where the reply is written. Each event loop
 * has one instance and uses it for all its clients, so that a request allocates nothing.
 */
final class Request {

    private final Arguments arguments = new Arguments();
    private final Key scratchKey = Key.scratch();
    private final Limits limits;
    private final Reply reply;
    private @Nullable Client client;

    Request(Limits limits) {
        this.limits = limits;
        this.reply = new Reply(limits.replyBytesMax());
    }

    /** Begins the reply to a client. */
    void begin(Client client) {
        this.client = client;
        reply.begin(client.session(), client.resp3());
    }

    /** Reads the arguments; returns false when the request is empty. */
    boolean read(ByteBuffer frame) {
        arguments.read(frame);
        return arguments.count() > 0;
    }

    /** Who sends it. */
    Client client() {
        return Objects.requireNonNull(client, "begin was not called");
    }

    Arguments arguments() {
        return arguments;
    }

    Reply reply() {
        return reply;
    }

    /** An argument as a key, valid until the next call. */
    Key key(int index) {
        int length = arguments.length(index);
        arguments.copyTo(index, scratchKey.room(length));
        return scratchKey.filled(length);
    }

    /** An argument as a key for good. */
    Key lastingKey(int index) {
        return Key.of(arguments.bytes(index));
    }

    /**
     * An argument as a value.
     *
     * @throws ErrorReply when it is too long
     */
    byte[] value(int index) {
        requireValueLength(arguments.length(index));
        return arguments.bytes(index);
    }

    /**
     * Makes sure that a value of this length may be stored.
     *
     * @throws ErrorReply when it may not
     */
    void requireValueLength(long length) {
        if (length > limits.valueBytesMax()) {
            throw new ErrorReply("ERR value is longer than " + limits.valueBytesMax() + " bytes");
        }
    }
}
