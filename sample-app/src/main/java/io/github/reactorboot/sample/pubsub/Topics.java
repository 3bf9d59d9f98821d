package io.github.reactorboot.sample.pubsub;

import io.github.reactorboot.runtime.EventLoop;
import io.github.reactorboot.runtime.LoopState;
import io.github.reactorboot.runtime.Session;
import io.github.reactorboot.sample.store.Key;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
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
 * must not have a gap in what it is told. So are all of a loop that takes no more commands.
 */
public final class Topics {

    /** What a subscription costs beside the name: nodes of four maps and sets, two objects. */
    private static final int SUBSCRIPTION_BYTES = 512;

    /** Subscribers by event loop. A loop without any is not in the map, nor is a channel. */
    private final Map<Key, Map<EventLoop, Set<Subscriber>>> topics = new ConcurrentHashMap<>();

    /** What was handed to other loops and is not done yet. Who takes one out ends it. */
    private final Set<Delivery> deliveries = ConcurrentHashMap.newKeySet();

    private final LongAdder dropped = new LongAdder();
    private final AtomicLong bytes = new AtomicLong();
    private final long bytesMax;

    /** No channels yet; their subscriptions may take so much memory. */
    public Topics(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** The memory that one subscription takes, about. */
    public static long cost(int nameBytes) {
        return SUBSCRIPTION_BYTES + (long) nameBytes;
    }

    /** Takes memory for subscriptions; false if there is not so much. */
    public boolean reserve(long more) {
        if (bytes.addAndGet(more) <= bytesMax) {
            return true;
        }
        bytes.addAndGet(-more);
        return false;
    }

    /** Gives memory back. */
    public void release(long less) {
        bytes.addAndGet(-less);
    }

    /** Memory that the subscriptions take, in bytes. */
    public long usedBytes() {
        return bytes.get();
    }

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

    /** How many subscribers were dropped because they, or their event loop, did not keep up. */
    public long dropped() {
        return dropped.sum();
    }

    /** How many messages were handed to event loops that have not delivered them yet. */
    public int awaited() {
        return deliveries.size();
    }

    /**
     * Sends a message to all subscribers of a channel, and replies to the publisher how many there
     * were. On the event loop of the publisher.
     */
    public void publish(Key channel, byte[] payload, Publisher publisher) {
        Map<EventLoop, Set<Subscriber>> topic = topics.get(channel);
        // Groups come and go meanwhile, and all must be counted, so they are taken once.
        Map<EventLoop, Set<Subscriber>> groups = topic == null ? Map.of() : Map.copyOf(topic);
        if (groups.isEmpty()) {
            publisher.session().reply(Publication.count(0));
            return;
        }
        Message message = new Message(channel.copy().bytes(), payload);
        Publication publication = new Publication(groups.size(), publisher);
        groups.forEach((loop, group) -> {
            Delivery delivery = new Delivery(loop, group, message, publication);
            deliveries.add(delivery);
            if (!loop.execute(delivery)) {
                delivery.refused();
            }
        });
    }

    /**
     * Ends what was handed to loops that have ended before they came to it; nobody waits for them.
     * To be called now and then.
     */
    public void forgetEndedLoops() {
        for (Delivery delivery : deliveries) {
            LoopState state = delivery.loop.state();
            if (state == LoopState.FAILED || state == LoopState.ENDED) {
                delivery.end(0);
            }
        }
    }

    /** A message for the subscribers of one event loop. */
    private final class Delivery implements Runnable {

        final EventLoop loop;
        private final Set<Subscriber> group;
        private final Message message;
        private final Publication publication;

        Delivery(EventLoop loop, Set<Subscriber> group, Message message, Publication publication) {
            this.loop = loop;
            this.group = group;
            this.message = message;
            this.publication = publication;
        }

        @Override
        public void run() {
            int taken = 0;
            try {
                taken = deliver(message, group);
            } finally {
                end(taken);
            }
        }

        /** The loop does not keep up: its subscribers would have a gap. */
        void refused() {
            for (Subscriber subscriber : List.copyOf(group)) {
                if (group.remove(subscriber)) {
                    drop(subscriber.session());
                }
            }
            end(0);
        }

        void end(int taken) {
            if (deliveries.remove(this)) {
                publication.delivered(taken);
            }
        }
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
