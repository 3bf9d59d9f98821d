package io.github.reactorboot.sample.command;

import io.github.reactorboot.sample.pubsub.Topics;
import io.github.reactorboot.sample.resp.ErrorReply;
import io.github.reactorboot.sample.resp.Reply;
import io.github.reactorboot.sample.store.Key;
import java.util.Set;

/** Channels. */
final class PubSubCommands {

    private static final int CHANNELS_MAX = 10_000;

    private final Topics topics;

    PubSubCommands(Topics topics) {
        this.topics = topics;
    }

    void addTo(CommandTable table) {
        table.add("subscribe", -2, Keys.NONE, "Listens to channels", this::subscribe);
        table.add("unsubscribe", -1, Keys.NONE, "Listens no more", this::unsubscribe);
        table.add("publish", 3, Keys.NONE, "Sends to the subscribers", this::publish);
    }

    private void subscribe(Request request) {
        Client client = request.client();
        int count = request.arguments().count();
        if (client.channelCount() + count - 1 > CHANNELS_MAX) {
            throw new ErrorReply("ERR more than " + CHANNELS_MAX + " channels");
        }
        for (int i = 1; i < count; i++) {
            Key channel = request.lastingKey(i);
            if (client.join(channel)) {
                topics.subscribe(channel, client);
            }
            request.reply().push(3);
            request.reply().bulk("subscribe");
            request.reply().bulk(channel.bytes());
            request.reply().number(client.channelCount());
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
        }
        reply.push(3);
        reply.bulk("unsubscribe");
        reply.bulk(channel.bytes());
        reply.number(client.channelCount());
    }

    /** The reply comes from the topics: it may have to wait for other event loops. */
    private void publish(Request request) {
        topics.publish(request.key(1), request.value(2), request.client().session());
    }
}
