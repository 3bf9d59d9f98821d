package io.github.reactorboot.sample.pubsub;

import io.github.reactorboot.runtime.EventLoop;
import io.github.reactorboot.runtime.Session;
import io.github.reactorboot.sample.store.Key;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Who listens to which channel. May be used by all event loops at once.
 *
 * <p>A message is handed to each event loop that has subscribers, and that loop gives it to them.
 * So one command crosses over to another thread, and not one for each subscriber, and the messages
 * of one publisher stay in order. The publisher is answered when all have been given the message,
 * and of its next ones only some are read until then: it feels how much work it makes, and no loop
 * waits.
 *
 * <p>A subscriber that does not read is dropped as soon as a message finds no room in its queue; it
 * must not have a gap in what it is told.
 */
public final class Topics {

    /** Subscribers by event loop. A loop without any is not in the map, nor is a channel. */
    private final Map<Key, Map<EventLoop, Set<Subscriber>>> topics = new ConcurrentHashMap<>();

    private final LongAdder dropped = new LongAdder();

    /** Adds a subscriber. */
    public void subscribe(Key channel, Subscriber subscriber) {
        topics.compute(
                channel,
                (key, topic) -> {
                    Map<EventLoop, Set<Subscriber>> groups =
                            topic == null ? new ConcurrentHashMap<>() : topic;
                    groups.computeIfAbsent(
                                    subscriber.session().loop(),
                                    loop -> ConcurrentHashMap.newKeySet())
                            .add(subscriber);
                    return groups;
                });
    }

    /** Removes a subscriber. */
    public void unsubscribe(Key channel, Subscriber subscriber) {
        topics.computeIfPresent(
                channel,
                (key, topic) -> {
                    topic.computeIfPresent(
                            subscriber.session().loop(),
                            (loop, group) -> {
                                group.remove(subscriber);
                                return group.isEmpty() ? null : group;
                            });
                    return topic.isEmpty() ? null : topic;
                });
    }

    /** How many channels have subscribers. */
    public int size() {
        return topics.size();
    }

    /** How many subscribers were dropped because they did not read. */
    public long dropped() {
        return dropped.sum();
    }

    /**
     * Sends a message to all subscribers of a channel, and replies to the publisher how many there
     * were. On the event loop of the publisher.
     */
    public void publish(Key channel, byte[] payload, Session publisher) {
        Map<EventLoop, Set<Subscriber>> topic = topics.get(channel);
        if (topic == null) {
            publisher.reply(Publication.count(0));
            return;
        }
        Message message = new Message(channel.copy().bytes(), payload);
        // Groups come and go meanwhile, and all must be counted, so they are taken once.
        Map<EventLoop, Set<Subscriber>> groups = Map.copyOf(topic);
        Publication publication = new Publication(groups.size(), publisher.expectReply());
        groups.forEach((loop, group) -> {
            Runnable delivery = () -> publication.delivered(deliver(message, group));
            if (!loop.execute(delivery)) {
                publication.delivered(0);
            }
        });
    }

    /** Sends to the subscribers of one loop, on that loop; returns how many took it. */
    private int deliver(Message message, Set<Subscriber> group) {
        ByteBuffer array = message.array();
        ByteBuffer push = null;
        int taken = 0;
        for (Subscriber subscriber : group) {
            Session session = subscriber.session();
            ByteBuffer form = array;
            if (subscriber.resp3()) {
                push = push == null ? message.push() : push;
                form = push;
            }
            switch (session.send(form)) {
                case ACCEPTED -> taken++;
                case FULL -> drop(session);
                case CLOSED -> {}
            }
        }
        return taken;
    }

    private void drop(Session session) {
        dropped.increment();
        session.abort();
    }
}
