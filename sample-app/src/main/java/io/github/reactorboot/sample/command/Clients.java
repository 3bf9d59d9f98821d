package io.github.reactorboot.sample.command;

import io.github.reactorboot.runtime.EventLoop;
import io.github.reactorboot.runtime.Session;
import io.github.reactorboot.sample.pubsub.Topics;
import io.github.reactorboot.sample.store.Key;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** The connected clients, of all event loops. */
public final class Clients {

    private final Map<Long, Client> clients = new ConcurrentHashMap<>();
    private final Map<EventLoop, Request> requests = new ConcurrentHashMap<>();
    private final Topics topics;
    private final Limits limits;

    public Clients(Topics topics, Limits limits) {
        this.topics = topics;
        this.limits = limits;
    }

    /** A session was opened. On its event loop. */
    public void open(Session session) {
        Request request = requests.computeIfAbsent(session.loop(), loop -> new Request(limits));
        Client client = new Client(session, request);
        session.attribute(Client.ATTRIBUTE, client);
        clients.put(session.id(), client);
    }

    /** A session is at its end, whatever the reason. On its event loop. */
    public void close(Session session) {
        Client client = clients.remove(session.id());
        if (client != null) {
            for (Key channel : client.channels()) {
                topics.unsubscribe(channel, client);
                topics.release(Topics.cost(channel.length()));
            }
        }
    }

    /** The client of an open session. On its event loop. */
    static Client of(Session session) {
        return Objects.requireNonNull(session.attribute(Client.ATTRIBUTE));
    }

    Collection<Client> all() {
        return clients.values();
    }
}
