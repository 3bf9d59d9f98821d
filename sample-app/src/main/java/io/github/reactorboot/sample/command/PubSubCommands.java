package io.github.reactorboot.sample.command;

import io.github.reactorboot.runtime.PendingReply;
import io.github.reactorboot.runtime.Session;
import io.github.reactorboot.sample.pubsub.Topics;
import io.github.reactorboot.sample.resp.ErrorReply;
import io.github.reactorboot.sample.resp.Reply;
import io.github.reactorboot.sample.store.Key;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Channels. */
final class PubSubCommands {

    private static final int CHANNELS_MAX = 10_000;
    private static final int CHANNEL_BYTES_MAX = 4 << 10;

    /** How often a client that has to wait for its publications is looked at. */
    private static final Duration LOOK_AGAIN = Duration.ofMillis(1);

    private final Topics topics;
    private final Commands commands;

    /** The commands run again what had to wait. */
    PubSubCommands(Topics topics, Commands commands) {
        this.topics = topics;
        this.commands = commands;
    }

    void addTo(CommandTable table) {
        table.add("subscribe", -2, Keys.NONE, "Listens to channels", this::subscribe);
        table.add("unsubscribe", -1, Keys.NONE, "Listens no more", this::unsubscribe);
        table.add("publish", 3, Keys.NONE, "Sends to the subscribers", this::publish);
    }

    /**
     * The confirmation goes behind the promised replies of earlier publications, messages do not:
     * they could come before it. So as long as there are such replies the client is not read, and
     * then the request is run.
     */
    private void subscribe(Request request) {
        Client client = request.client();
        if (client.awaitsPublications()) {
            ByteBuffer frame = request.frame();
            ByteBuffer kept = ByteBuffer.allocate(frame.remaining()).put(frame.duplicate()).flip();
            client.session().pauseReading();
            subscribeLater(client, kept, client.session().expectReply());
            return;
        }
        // Those that were given by other threads are sent now, at the latest.
        client.session().expectReply().complete();
        subscribeNow(request);
    }

    /** The place among the replies keeps the session from ending meanwhile. */
    private void subscribeLater(Client client, ByteBuffer frame, PendingReply place) {
        Session session = client.session();
        session.schedule(
                LOOK_AGAIN,
                () -> {
                    if (client.awaitsPublications()) {
                        subscribeLater(client, frame, place);
                        return;
                    }
                    place.complete();
                    try {
                        commands.run(session, frame);
                    } finally {
                        session.resumeReading();
                    }
                });
    }

    private void subscribeNow(Request request) {
        Client client = request.client();
        int count = request.arguments().count();
        if (client.channelCount() + count - 1 > CHANNELS_MAX) {
            throw new ErrorReply("ERR more than " + CHANNELS_MAX + " channels");
        }
        List<Key> channels = new ArrayList<>(count - 1);
        for (int i = 1; i < count; i++) {
            if (request.arguments().length(i) > CHANNEL_BYTES_MAX) {
                throw new ErrorReply(
                        "ERR channel name is longer than " + CHANNEL_BYTES_MAX + " bytes");
            }
            channels.add(request.lastingKey(i));
        }
        reserve(client, channels, request.limits().clientChannelBytesMax());
        for (Key channel : channels) {
            if (client.join(channel)) {
                topics.subscribe(channel, client);
            }
            request.reply().push(3);
            request.reply().bulk("subscribe");
            request.reply().bulk(channel.bytes());
            request.reply().number(client.channelCount());
        }
    }

    private void reserve(Client client, List<Key> channels, long bytesMax) {
        long bytes = 0;
        for (Key channel : Set.copyOf(channels)) {
            bytes += client.listensTo(channel) ? 0 : Topics.cost(channel.length());
        }
        if (client.channelBytes() + bytes > bytesMax) {
            throw new ErrorReply(
                    "ERR channels of this client take more than " + bytesMax + " bytes");
        }
        if (!topics.reserve(bytes)) {
            throw new ErrorReply("ERR channels of all clients take too much memory");
        }
    }

    private void unsubscribe(Request request) {
        Client client = request.client();
        if (request.arguments().count() > 1) {
            for (int i = 1; i < request.arguments().count(); i++) {
                leave(client, request.lastingKey(i), request.reply());
            }
            return;
        }
        Set<Key> channels = client.channels();
        for (Key channel : channels) {
            leave(client, channel, request.reply());
        }
        if (channels.isEmpty()) {
            request.reply().push(3);
            request.reply().bulk("unsubscribe");
            request.reply().nil();
            request.reply().number(0);
        }
    }

    private void leave(Client client, Key channel, Reply reply) {
        if (client.leave(channel)) {
            topics.unsubscribe(channel, client);
            topics.release(Topics.cost(channel.length()));
        }
        reply.push(3);
        reply.bulk("unsubscribe");
        reply.bulk(channel.bytes());
        reply.number(client.channelCount());
    }

    /** The reply comes from the topics: it may have to wait for other event loops. */
    private void publish(Request request) {
        topics.publish(request.key(1), request.value(2), request.client());
    }
}
