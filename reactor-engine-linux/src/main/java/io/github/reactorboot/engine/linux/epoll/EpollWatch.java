package io.github.reactorboot.engine.linux.epoll;

import io.github.reactorboot.engine.linux.socket.Descriptors;
import io.github.reactorboot.engine.linux.socket.PollBits;
import io.github.reactorboot.runtime.engine.Interest;
import io.github.reactorboot.runtime.engine.Readiness;
import io.github.reactorboot.runtime.engine.ReadyEvents;
import io.github.reactorboot.runtime.engine.ResourceWatch;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A descriptor of somebody else, level-triggered. Without an interest it is not registered. */
final class EpollWatch implements ResourceWatch, EpollSource {

    private static final Logger log = LoggerFactory.getLogger(EpollWatch.class);

    private final EpollPollEngine engine;
    private final ReadyEvents events;

    /** The number that its owner knows it by. */
    private final int watched;

    private final int fd;
    private final long number;
    private Interest interest = Interest.NONE;
    private boolean closed;

    /** Takes the duplicate over, but not before all went well. */
    EpollWatch(EpollPollEngine engine, int watched, int fd, Interest wanted, ReadyEvents events)
            throws IOException {
        this.engine = engine;
        this.watched = watched;
        this.fd = fd;
        this.events = events;
        this.number = engine.sources().add(this);
        try {
            interest(wanted);
        } catch (IOException | RuntimeException | Error e) {
            engine.sources().remove(number);
            throw e;
        }
    }

    @Override
    public boolean ready(int happened) {
        Readiness ready = PollBits.readiness(interest, happened);
        if (closed || ready.isNone()) {
            return false;
        }
        try {
            events.onReady(ready);
        } catch (RuntimeException e) {
            // A defect that one watch meets must not end the loop.
            log.error("Telling of descriptor {} failed; it is watched no longer", watched, e);
            cancel();
            events.onFailed(new IOException("internal error: " + e, e));
        }
        return true;
    }

    @Override
    public void interest(Interest wanted) throws IOException {
        if (closed || wanted == interest) {
            return;
        }
        if (wanted == Interest.NONE) {
            // A hang-up would be told without being asked for, again and again (epoll_ctl(2)).
            engine.epoll().remove(fd);
        } else if (interest == Interest.NONE) {
            engine.epoll().add(fd, PollBits.of(wanted), number);
        } else {
            engine.epoll().modify(fd, PollBits.of(wanted), number);
        }
        interest = wanted;
    }

    @Override
    public void cancel() {
        closeQuietly();
    }

    /** The kernel forgets a descriptor by itself only when its last duplicate is closed. */
    @Override
    public void closeQuietly() {
        if (closed) {
            return;
        }
        closed = true;
        if (interest != Interest.NONE) {
            try {
                engine.epoll().remove(fd);
            } catch (IOException e) {
                log.warn("Descriptor {}: {}", watched, e.getMessage());
            }
        }
        Descriptors.close(engine.libc(), fd);
        engine.watched().forget(watched);
        engine.sources().remove(number);
    }
}
