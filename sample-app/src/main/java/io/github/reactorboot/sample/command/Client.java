package io.github.reactorboot.sample.command;

import io.github.reactorboot.runtime.AttributeKey;
import io.github.reactorboot.runtime.Session;
import io.github.reactorboot.sample.pubsub.Publisher;
import io.github.reactorboot.sample.pubsub.Subscriber;
import io.github.reactorboot.sample.pubsub.Topics;
import io.github.reactorboot.sample.store.Key;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** What is known about the client of a session. Belongs to the session's event loop. */
public final class Client implements Subscriber, Publisher {

    /** Where a session keeps its client. */
    public static final AttributeKey<Client> ATTRIBUTE = AttributeKey.named("client");

    private final Session session;
    private final Request request;
    private final Set<Key> channels = new LinkedHashSet<>(0);
    private long channelBytes;

    /** Publications whose reply is promised and not given yet. */
    private final AtomicInteger unanswered = new AtomicInteger();

    // These three are shown to other clients too.
    private volatile boolean resp3;
    private volatile String name = "";
    private volatile int channelCount;

    /** The request is that of the event loop, shared by all its clients. */
    Client(Session session, Request request) {
        this.session = session;
        this.request = request;
    }

    /** The request that the loop reads at the time. */
    Request request() {
        return request;
    }

    @Override
    public Session session() {
        return session;
    }

    @Override
    public boolean resp3() {
        return resp3;
    }

    void resp3(boolean chosen) {
        resp3 = chosen;
    }

    /** The name that the client gave itself; empty if it did not. */
    String name() {
        return name;
    }

    void name(String given) {
        name = given;
    }

    /** The channels it listens to. */
    Set<Key> channels() {
        return Set.copyOf(channels);
    }

    /** How many there are; from any thread. */
    int channelCount() {
        return channelCount;
    }

    /** Memory that they take. */
    long channelBytes() {
        return channelBytes;
    }

    boolean listensTo(Key channel) {
        return channels.contains(channel);
    }

    @Override
    public void promised() {
        unanswered.incrementAndGet();
    }

    @Override
    public void answered() {
        unanswered.decrementAndGet();
    }

    /** Whether a publication still waits for other event loops. */
    boolean awaitsPublications() {
        return unanswered.get() > 0;
    }

    /** Notes a channel; false if it listens to it already. */
    boolean join(Key channel) {
        boolean joined = channels.add(channel);
        channelBytes += joined ? Topics.cost(channel.length()) : 0;
        channelCount = channels.size();
        return joined;
    }

    /** Notes that it left a channel; false if it did not listen to it. */
    boolean leave(Key channel) {
        boolean left = channels.remove(channel);
        channelBytes -= left ? Topics.cost(channel.length()) : 0;
        channelCount = channels.size();
        return left;
    }

    /** Whether it may only send the few commands that Redis allows then. */
    boolean restrictedToPubSub() {
        return channelCount > 0 && !resp3;
    }

    /** The line of CLIENT LIST. */
    String describe() {
        long age = (System.currentTimeMillis() - session.openedMillis()) / 1000;
        return "id=%d addr=%s laddr=%s name=%s age=%d db=0 sub=%d resp=%d omem=%d user=default\n"
                .formatted(
                        session.id(),
                        Addresses.text(session.remoteAddress()),
                        Addresses.text(session.localAddress()),
                        name,
                        age,
                        channelCount,
                        resp3 ? 3 : 2,
                        session.unsentBytes());
    }
}
