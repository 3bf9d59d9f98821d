package io.github.reactorboot.runtime;

import io.github.reactorboot.runtime.engine.ConnectEvents;
import io.github.reactorboot.runtime.engine.ConnectSettings;
import io.github.reactorboot.runtime.engine.ConnectedSocket;
import io.github.reactorboot.runtime.engine.PendingConnect;
import io.github.reactorboot.runtime.engine.Resource.Access;
import io.github.reactorboot.runtime.engine.SocketSettings;
import io.github.reactorboot.runtime.engine.Transport;
import io.github.reactorboot.runtime.timer.Timer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Connects to a host or an address: looks the name up, then tries one address after the other until
 * one accepts or the time is over.
 *
 * <pre>
 *  looking up ---> connecting to the next address ---> opened
 *      |               |   ^
 *      |               +---+ refused, or its share of the time is over
 *      v               v
 *    failed          failed: none is left
 * </pre>
 */
final class SocketAttempt implements OpenAttempt, ConnectEvents, ResolverPool.Answer {

    /** A name may have any number of addresses. */
    static final int ADDRESSES_MOST = 16;

    /** What is the same for all attempts of one connection. */
    record Plan(
            EventLoop loop,
            ResolverPool resolver,
            Target target,
            ConnectOptions options,
            SocketSettings socket) {}

    private final Plan plan;
    private final EventLoop loop;
    private final OpenEvents events;
    private final Timer timer = new Timer(now -> timeIsOver());
    private final ArrayDeque<SocketAddress> untried = new ArrayDeque<>();
    private final ConnectFailures failures;
    private long deadlineNanos;
    private long shareNanos;
    private ResolverPool.@Nullable Lookup lookup;
    private @Nullable SocketAddress tried;
    private @Nullable PendingConnect pending;
    private boolean over;

    SocketAttempt(Plan plan, OpenEvents events) {
        this.plan = plan;
        this.loop = plan.loop();
        this.events = events;
        this.failures = new ConnectFailures(plan.target());
    }

    @Override
    public void begin() {
        Duration timeout = plan.options().timeout();
        deadlineNanos = loop.nowNanos() + timeout.toNanos();
        if (plan.target() instanceof Target.Address address) {
            tryAll(List.of(address.address()));
        } else if (plan.target() instanceof Target.Host host) {
            find(host, timeout);
        }
    }

    // ---- the name

    private void find(Target.Host host, Duration timeout) {
        try {
            InetAddress literal = AddressText.literal(host.host());
            if (literal != null) {
                tryAll(List.of(new InetSocketAddress(literal, host.port())));
                return;
            }
            loop.timers().arm(timer, deadlineNanos);
            shareNanos = timeout.toNanos();
            lookup = plan.resolver().resolve(host.host(), this);
        } catch (IOException e) {
            giveUp(e);
        }
    }

    /** On a thread of the resolver; who has no loop any more has no use for addresses. */
    @Override
    public void resolved(List<InetAddress> addresses) {
        loop.submitInternal(() -> found(addresses));
    }

    /** As {@link #resolved}. */
    @Override
    public void failed(IOException cause) {
        loop.submitInternal(() -> giveUp(cause));
    }

    private void found(List<InetAddress> addresses) {
        if (over || !(plan.target() instanceof Target.Host host)) {
            return;
        }
        lookup = null;
        List<SocketAddress> peers = new ArrayList<>();
        for (InetAddress each : addresses.subList(0, Math.min(ADDRESSES_MOST, addresses.size()))) {
            peers.add(new InetSocketAddress(each, host.port()));
        }
        tryAll(peers);
    }

    // ---- the addresses

    private void tryAll(List<SocketAddress> addresses) {
        untried.addAll(addresses);
        tryNext();
    }

    private void tryNext() {
        loop.timers().cancel(timer);
        pending = null;
        while (!over) {
            SocketAddress next = untried.poll();
            if (next == null) {
                giveUp(failures.summary());
                return;
            }
            tried = next;
            if (beginTo(next)) {
                return;
            }
        }
    }

    /** False when it has failed at once. */
    private boolean beginTo(SocketAddress peer) {
        long left = Math.max(0, deadlineNanos - loop.nowNanos());
        shareNanos = left / (untried.size() + 1);
        ConnectOptions options = plan.options();
        ConnectSettings settings =
                new ConnectSettings(peer, options.local(), options.receiveBufferBytes());
        try {
            pending = loop.engine().connect(settings, this);
        } catch (IOException e) {
            failures.add(peer, e);
            return false;
        } catch (RuntimeException e) {
            failures.add(peer, new IOException("internal error: " + e, e));
            return false;
        }
        loop.timers().arm(timer, loop.nowNanos() + shareNanos);
        return true;
    }

    @Override
    public void onConnected(ConnectedSocket socket) {
        loop.meter().step();
        if (over) {
            socket.close();
            return;
        }
        pending = null;
        SocketAddress asked = Objects.requireNonNull(tried);
        SocketAddress known = socket.remoteAddress();
        SocketAddress peer = known == null ? asked : known;
        StreamSession session = events.newSession(peer);
        Transport opened;
        try {
            opened = loop.engine().open(socket, plan.socket(), session.flow());
        } catch (IOException e) {
            tryNextAfter(asked, e);
            return;
        } catch (RuntimeException e) {
            socket.close();
            tryNextAfter(asked, new IOException("internal error: " + e, e));
            return;
        }
        Transport transport = opened;
        if (peer instanceof InetSocketAddress && peer.equals(transport.localAddress())) {
            // The system had nobody on that port, gave it to this very socket, and it met itself.
            transport.reset();
            tryNextAfter(asked, new IOException("nobody listens; the socket met itself"));
            return;
        }
        end();
        events.onOpened(session, Access.READ_WRITE, () -> OpenAttempt.begin(session, transport));
    }

    @Override
    public void onConnectFailed(IOException cause) {
        loop.meter().step();
        if (!over) {
            pending = null;
            tryNextAfter(Objects.requireNonNull(tried), cause);
        }
    }

    private void tryNextAfter(SocketAddress peer, IOException cause) {
        failures.add(peer, cause);
        tryNext();
    }

    private void timeIsOver() {
        long millis = shareNanos / 1_000_000;
        if (lookup != null) {
            giveUp(failures.notLookedUp(millis));
            return;
        }
        PendingConnect late = pending;
        if (late != null) {
            late.cancel();
            tryNextAfter(Objects.requireNonNull(tried), ConnectFailures.noAnswer(millis));
        }
    }

    // ---- the end

    private void giveUp(IOException cause) {
        if (!over) {
            end();
            events.onNotOpened(cause);
        }
    }

    private void end() {
        over = true;
        loop.timers().cancel(timer);
        if (lookup != null) {
            lookup.cancel();
            lookup = null;
        }
        if (pending != null) {
            pending.cancel();
            pending = null;
        }
        untried.clear();
    }

    @Override
    public void cancel() {
        if (!over) {
            end();
        }
    }
}
