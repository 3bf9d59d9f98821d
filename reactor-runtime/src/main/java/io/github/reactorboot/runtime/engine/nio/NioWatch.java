package io.github.reactorboot.runtime.engine.nio;

import io.github.reactorboot.runtime.engine.Interest;
import io.github.reactorboot.runtime.engine.Readiness;
import io.github.reactorboot.runtime.engine.ReadyEvents;
import io.github.reactorboot.runtime.engine.ResourceWatch;
import io.github.reactorboot.runtime.engine.Watchable;
import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A channel of somebody else, who may close it at any time and from any thread. */
final class NioWatch implements ResourceWatch, NioSource {

    private static final Logger log = LoggerFactory.getLogger(NioWatch.class);

    private static final int INPUT = SelectionKey.OP_READ | SelectionKey.OP_ACCEPT;

    private final NioWatches watches;
    private final Watchable.Selectable resource;
    private final ReadyEvents events;
    private Interest interest;
    private SelectionKey key;
    private boolean ended;

    /** Where it stands among the others; theirs to change. */
    int place;

    NioWatch(
            NioWatches watches,
            Selector selector,
            Watchable.Selectable resource,
            Interest interest,
            ReadyEvents events)
            throws IOException {
        this.watches = watches;
        this.resource = resource;
        this.interest = interest;
        this.events = events;
        SelectableChannel channel = resource.channel();
        if (channel.keyFor(selector) != null) {
            throw new IOException(resource + " is watched by this loop already");
        }
        try {
            this.key = channel.register(selector, resource.operations(interest), this);
        } catch (IllegalBlockingModeException e) {
            throw new IOException(
                    resource + " cannot be watched: it blocks, so configureBlocking(false)", e);
        }
    }

    void ready() {
        int ops;
        try {
            ops = ended ? 0 : key.readyOps();
        } catch (CancelledKeyException e) {
            closedElsewhere();
            return;
        }
        boolean out = (ops & ~INPUT) != 0;
        Readiness ready = Readiness.of(interest, (ops & INPUT) != 0, out, false, false);
        if (!ready.isNone()) {
            tell(ready);
        }
    }

    /** A defect that one watch meets must not end the loop. */
    private void tell(Readiness ready) {
        try {
            events.onReady(ready);
        } catch (RuntimeException e) {
            log.error("Telling of {} failed; it is watched no longer", resource, e);
            cancel();
            events.onFailed(new IOException("internal error: " + e, e));
        }
    }

    /** No selector tells when a channel was closed. */
    void look() {
        if (!ended && !key.isValid()) {
            closedElsewhere();
        }
    }

    private void closedElsewhere() {
        ended = true;
        watches.remove(this);
        events.onFailed(new ClosedChannelException());
    }

    @Override
    public void interest(Interest wanted) {
        if (ended || wanted == interest) {
            return;
        }
        interest = wanted;
        try {
            key.interestOps(resource.operations(wanted));
        } catch (CancelledKeyException e) {
            log.debug("{} was closed, which is told in a later turn", resource, e);
        }
    }

    @Override
    public void cancel() {
        if (ended) {
            return;
        }
        ended = true;
        watches.remove(this);
        key.cancel();
        try {
            // Only a selection lets go of the channel. What is ready meanwhile is found again.
            key.selector().selectNow(found -> {});
        } catch (IOException | ClosedSelectorException e) {
            log.debug("Selecting after the end of a watch failed", e);
        }
    }

    @Override
    public void moved(SelectionKey newKey) {
        key = newKey;
    }

    /** The selector lets go of the channel when it is closed itself. */
    @Override
    public void closeQuietly() {
        ended = true;
    }
}
