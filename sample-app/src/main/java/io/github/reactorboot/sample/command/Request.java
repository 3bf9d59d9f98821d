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

    /** The longest key that is stored: each costs KEYS and SCAN what it is long. */
    static final int KEY_BYTES_MAX = 8 << 10;

    private final Arguments arguments = new Arguments();
    private final Key scratchKey = Key.scratch();
    private final Limits limits;
    private final Reply reply;
    private @Nullable Client client;
    private ByteBuffer frame = ByteBuffer.allocate(0);

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
        this.frame = frame;
        arguments.read(frame);
        return arguments.count() > 0;
    }

    /** The bytes of the request, valid as long as its frame is. */
    ByteBuffer frame() {
        return frame;
    }

    Limits limits() {
        return limits;
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

    /**
     * As {@link #key}, for an entry that may be new.
     *
     * @throws ErrorReply when it is too long
     */
    Key newKey(int index) {
        requireKeyLength(index);
        return key(index);
    }

    /**
     * Makes sure that an argument may become a key.
     *
     * @throws ErrorReply when it may not
     */
    void requireKeyLength(int index) {
        if (arguments.length(index) > KEY_BYTES_MAX) {
            throw new ErrorReply("ERR key is longer than " + KEY_BYTES_MAX + " bytes");
        }
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
