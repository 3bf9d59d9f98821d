package io.github.reactorboot.engine.linux.uring;

import io.github.reactorboot.engine.linux.libc.Errno;
import io.github.reactorboot.engine.linux.socket.Descriptors;
import io.github.reactorboot.engine.linux.socket.PollBits;
import io.github.reactorboot.runtime.engine.Interest;
import io.github.reactorboot.runtime.engine.Readiness;
import io.github.reactorboot.runtime.engine.ReadyEvents;
import io.github.reactorboot.runtime.engine.ResourceWatch;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A descriptor of somebody else. The kernel is asked once for each time that it is told of, after
 * the receiver has returned: what is still ready then is told again in the next turn.
 */
final class IoUringWatch implements ResourceWatch, RingSource {

    private static final Logger log = LoggerFactory.getLogger(IoUringWatch.class);

    private final IoUringPollEngine engine;
    private final ReadyEvents events;

    /** The number that its owner knows it by. */
    private final int watched;

    private final int fd;
    private final long number;
    private Interest interest;

    /** What the kernel waits for; 0 if for nothing. */
    private int armed;

    private boolean cancelling;
    private boolean telling;
    private boolean closed;
    private boolean released;

    /** Takes the duplicate over, but not before all went well. */
    IoUringWatch(
            IoUringPollEngine engine, int watched, int fd, Interest wanted, ReadyEvents events) {
        this.engine = engine;
        this.watched = watched;
        this.fd = fd;
        this.interest = wanted;
        this.events = events;
        this.number = engine.sources().add(this);
        try {
            arm();
        } catch (RuntimeException | Error e) {
            engine.sources().remove(number);
            throw e;
        }
    }

    private long pollData() {
        return UserData.of(UserData.POLL_IN, number);
    }

    /** What the kernel waits for instead must come back first. */
    private void arm() {
        int wanted = PollBits.of(interest);
        if (closed || armed == wanted) {
            return;
        }
        if (armed != 0) {
            disarm();
        } else {
            engine.operations().poll(fd, wanted, pollData());
            armed = wanted;
        }
    }

    private void disarm() {
        if (!cancelling) {
            engine.operations().cancel(pollData());
            cancelling = true;
        }
    }

    @Override
    public int completed(int operation, int result, int flags) {
        armed = 0;
        cancelling = false;
        if (closed) {
            release();
            return 0;
        }
        if (result < 0 && result != -Errno.ECANCELED) {
            cancel();
            events.onFailed(Errno.exception("poll of descriptor " + watched, -result));
            return 1;
        }
        Readiness ready = PollBits.readiness(interest, Math.max(0, result));
        if (!ready.isNone()) {
            tell(ready);
        }
        arm();
        return ready.isNone() ? 0 : 1;
    }

    private void tell(Readiness ready) {
        telling = true;
        try {
            events.onReady(ready);
        } finally {
            telling = false;
        }
    }

    @Override
    public void broken(RuntimeException defect) {
        log.error("Telling of descriptor {} failed; it is watched no longer", watched, defect);
        if (!closed) {
            cancel();
            events.onFailed(new IOException("internal error: " + defect, defect));
        }
    }

    @Override
    public void interest(Interest wanted) {
        interest = wanted;
        if (!telling) {
            arm();
        }
    }

    @Override
    public void cancel() {
        if (closed) {
            return;
        }
        closed = true;
        engine.watched().forget(watched);
        if (armed == 0) {
            release();
        } else {
            disarm();
        }
    }

    private void release() {
        if (!released) {
            released = true;
            Descriptors.close(engine.libc(), fd);
            engine.sources().remove(number);
        }
    }

    @Override
    public void shutDown() {
        cancel();
    }

    @Override
    public void abandon() {
        closed = true;
        release();
    }
}
