package io.github.reactorboot.runtime;

import io.github.reactorboot.runtime.engine.Resource.Access;
import io.github.reactorboot.runtime.timer.Timer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Opens a datagram socket that has one peer: looks its name up, and takes its first address. Nobody
 * is asked whether the peer is there.
 */
final class DatagramAttempt implements OpenAttempt, ResolverPool.Answer {

    private final SocketAttempt.Plan plan;
    private final Target.Host host;
    private final EventLoop loop;
    private final OpenEvents events;
    private final Timer timer = new Timer(now -> timeIsOver());
    private ResolverPool.@Nullable Lookup lookup;
    private boolean over;

    DatagramAttempt(SocketAttempt.Plan plan, Target.Host host, OpenEvents events) {
        this.plan = plan;
        this.host = host;
        this.loop = plan.loop();
        this.events = events;
    }

    @Override
    public void begin() {
        try {
            InetAddress literal = AddressText.literal(host.host());
            if (literal != null) {
                open(literal);
                return;
            }
            Duration timeout = plan.options().timeout();
            loop.timers().arm(timer, loop.nowNanos() + timeout.toNanos());
            lookup = plan.resolver().resolve(host.host(), this);
        } catch (IOException e) {
            giveUp(e);
        }
    }

    /** On a thread of the resolver. */
    @Override
    public void resolved(List<InetAddress> addresses) {
        InetAddress first = addresses.get(0);
        loop.submitInternal(() -> open(first));
    }

    /** As {@link #resolved}. */
    @Override
    public void failed(IOException cause) {
        loop.submitInternal(() -> giveUp(cause));
    }

    private void open(InetAddress address) {
        if (over) {
            return;
        }
        SocketAddress remote = new InetSocketAddress(address, host.port());
        DatagramSession session = events.newDatagramSession(remote);
        DatagramPort port = session.port();
        try {
            port.connect(plan.options().local(), remote, plan.options());
        } catch (IOException e) {
            giveUp(new IOException(plan.target() + ": " + e.getMessage(), e));
            return;
        } catch (RuntimeException e) {
            giveUp(new IOException("internal error: " + e, e));
            return;
        }
        end();
        events.onOpened(session, Access.READ_WRITE, () -> port.begin(session));
    }

    private void timeIsOver() {
        long millis = plan.options().timeout().toMillis();
        giveUp(new ConnectFailures(plan.target()).notLookedUp(millis));
    }

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
    }

    @Override
    public void cancel() {
        if (!over) {
            end();
        }
    }
}
