package io.github.reactorboot.runtime;

import io.github.reactorboot.runtime.framing.Framer;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * Sessions that are told the same: a room, a topic, all that watch one thing. They may live on
 * several event loops and belong to several listeners, connections and reactors. A session that is
 * closed leaves by itself. Methods may be called from any thread.
 */
public final class SessionGroup {

    /** Bytes of messages that may wait for event loops, unless it is said otherwise. */
    public static final long WAITING_BYTES = 16L << 20;

    private final String name;
    private final SlowMember slowMember;
    private final PublishBudget budget;

    /**
     * Members by event loop; a loop without any is not in the map. Joining and leaving are done
     * within {@code compute}, so that this map and the groups of a session do not come apart.
     */
    private final ConcurrentMap<EventLoop, Set<LoopSession>> members = new ConcurrentHashMap<>();

    /** How many members have which framer. */
    private final ConcurrentMap<Framer, Integer> framers = new ConcurrentHashMap<>();

    private final LongAdder published = new LongAdder();
    private final LongAdder delivered = new LongAdder();
    private final LongAdder skipped = new LongAdder();
    private final LongAdder closed = new LongAdder();
    private final LongAdder refused = new LongAdder();

    private SessionGroup(String name, SlowMember slowMember, long waitingBytes) {
        this.name = Objects.requireNonNull(name, "name");
        this.slowMember = Objects.requireNonNull(slowMember, "slowMember");
        if (waitingBytes <= 0) {
            throw new IllegalArgumentException(
                    "waitingBytes must be positive, was " + waitingBytes);
        }
        this.budget = new PublishBudget("group " + name, waitingBytes);
    }

    /** An empty group; the name is for messages. */
    public static SessionGroup of(String name, SlowMember slowMember) {
        return new SessionGroup(name, slowMember, WAITING_BYTES);
    }

    /** As {@link #of(String, SlowMember)}, with another bound for messages that wait. */
    public static SessionGroup of(String name, SlowMember slowMember, long waitingBytes) {
        return new SessionGroup(name, slowMember, waitingBytes);
    }

    /** The name it was made with. */
    public String name() {
        return name;
    }

    /** How many members it has. */
    public int size() {
        return members.values().stream().mapToInt(Set::size).sum();
    }

    /** The members of now. */
    public List<Session> sessions() {
        return members.values().stream().<Session>flatMap(Set::stream).toList();
    }

    /** Whether a session is a member. */
    public boolean contains(Session session) {
        return members.getOrDefault(session.loop(), Set.of()).contains(session);
    }

    /**
     * Makes a session a member. What the same thread publishes after that reaches it.
     *
     * @return whether it is one now, or was before; false if it is closed
     */
    public boolean join(Session session) {
        LoopSession member = member(session);
        members.compute(
                member.loop(),
                (loop, there) -> {
                    Set<LoopSession> all = there == null ? ConcurrentHashMap.newKeySet() : there;
                    if (all.add(member)) {
                        member.groups().add(this);
                        framers.merge(framerOf(member), 1, Integer::sum);
                    }
                    return all;
                });
        // A session is first closed and then leaves its groups: one of the two sees the other.
        if (member.isClosed()) {
            leave(member);
            return false;
        }
        return true;
    }

    /**
     * Ends the membership of a session. A message that is on its way may still reach it.
     *
     * @return false if it was no member
     */
    public boolean leave(Session session) {
        LoopSession member = member(session);
        boolean[] left = {false};
        members.computeIfPresent(
                member.loop(),
                (loop, all) -> {
                    if (all.remove(member)) {
                        left[0] = true;
                        member.groups().remove(this);
                        framers.computeIfPresent(
                                framerOf(member), (framer, count) -> count == 1 ? null : count - 1);
                    }
                    return all.isEmpty() ? null : all;
                });
        return left[0];
    }

    private static LoopSession member(Session session) {
        if (session instanceof LoopSession member) {
            return member;
        }
        throw new IllegalArgumentException("no session of a reactor: " + session);
    }

    private static Framer framerOf(LoopSession member) {
        return member.framer();
    }

    /**
     * Sends a payload to all members: whole to each or not at all, in the order in which one thread
     * publishes and sends. It is copied during the call, and its position is not moved. Members on
     * the caller's own event loop have it when this returns, those on others get it there, with one
     * command for each loop.
     *
     * @return completed with the counts when all loops are done, on the thread of the last one
     * @throws IllegalArgumentException when the framing of a member cannot carry this payload;
     *     nobody gets it
     * @throws RejectedExecutionException when too many bytes wait for event loops already; nobody
     *     gets it
     */
    public CompletionStage<Delivery> publish(ByteBuffer payload) {
        Publication publication = new Publication(payload, budget, this::count);
        try {
            framers.keySet().forEach(publication::framed);
        } catch (RuntimeException e) {
            publication.giveUp();
            throw e;
        }
        members.forEach((loop, all) -> publication.to(loop, new Members(all)));
        return publication.outcome();
    }

    private void count(Delivery delivery) {
        published.increment();
        delivered.add(delivery.delivered());
        skipped.add(delivery.skipped());
        closed.add(delivery.closed());
        refused.add(delivery.refused());
    }

    /** Figures of the group. */
    public GroupStats stats() {
        return new GroupStats(
                size(),
                published.sum(),
                delivered.sum(),
                skipped.sum(),
                closed.sum(),
                refused.sum(),
                budget.bytes());
    }

    @Override
    public String toString() {
        return "SessionGroup[%s, %d members]".formatted(name, size());
    }

    /** Those of one loop. */
    private final class Members implements Publication.Audience {

        private final Set<LoopSession> all;

        Members(Set<LoopSession> all) {
            this.all = all;
        }

        @Override
        public void forEach(Consumer<? super LoopSession> action) {
            all.forEach(action);
        }

        @Override
        public int size() {
            return all.size();
        }

        @Override
        public boolean closes(LoopSession slow) {
            if (slowMember == SlowMember.SKIP) {
                return false;
            }
            leave(slow);
            slow.cutOff(CloseReason.OUTBOUND_OVERFLOW);
            return true;
        }

        /** Who leaves is closed once, however often the loop takes nothing. */
        @Override
        public int closeAll() {
            int cut = 0;
            if (slowMember == SlowMember.CLOSE) {
                for (LoopSession member : all) {
                    if (leave(member)) {
                        cut++;
                        member.loop()
                                .runOrSubmit(() -> member.cutOff(CloseReason.OUTBOUND_OVERFLOW));
                    }
                }
            }
            return cut;
        }
    }
}
