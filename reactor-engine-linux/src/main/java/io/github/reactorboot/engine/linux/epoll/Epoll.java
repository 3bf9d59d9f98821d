package io.github.reactorboot.engine.linux.epoll;

import io.github.reactorboot.engine.linux.libc.EpollEvents;
import io.github.reactorboot.engine.linux.libc.Errno;
import io.github.reactorboot.engine.linux.libc.Libc;
import io.github.reactorboot.engine.linux.socket.Descriptors;
import io.github.reactorboot.engine.linux.socket.UselessWaits;
import io.github.reactorboot.runtime.engine.PollEngine;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** One epoll instance (epoll(7)). */
final class Epoll {

    static final int IN = 0x1;
    static final int PRI = 0x2;
    static final int OUT = 0x4;
    static final int ERR = 0x8;
    static final int HUP = 0x10;
    static final int RDHUP = 0x2000;
    static final int EDGE_TRIGGERED = 1 << 31;

    private static final int CLOEXEC = 0x80000;
    private static final int CTL_ADD = 1;
    private static final int CTL_DEL = 2;
    private static final int CTL_MOD = 3;

    private static final int EVENTS_PER_WAIT = 1024;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long NANOS_PER_MILLI = 1_000_000L;

    private final Libc libc;
    private final int fd;
    private final EpollEvents events = new EpollEvents(EVENTS_PER_WAIT);

    /** For epoll_ctl: handlers register sources while the events of a wait are handed out. */
    private final EpollEvents one = new EpollEvents(1);

    private final MemorySegment timeout = Arena.ofAuto().allocate(16, 8);
    private final UselessWaits useless = new UselessWaits();

    /** Whether the kernel waits by nanoseconds (epoll_pwait2, Linux 5.11). */
    private boolean nanos = true;

    private boolean closed;

    Epoll(Libc libc) throws IOException {
        this.libc = libc;
        this.fd = libc.epollCreate1(CLOEXEC);
        if (fd < 0) {
            throw Errno.exception("epoll_create1", -fd);
        }
    }

    /**
     * Waits.
     *
     * @return how many events there are; 0 when the time is over or a signal came
     * @throws IOException also when wait after wait ends too early
     */
    int await(long timeoutNanos) throws IOException {
        int count = waitFor(timeoutNanos);
        if (count > 0) {
            useless.end();
            return count;
        }
        if (count == 0 && timeoutNanos != 0) {
            useless.add("epoll_wait", timeoutNanos);
        }
        if (count == 0 || count == -Errno.EINTR) {
            return 0;
        }
        throw Errno.exception("epoll_wait", -count);
    }

    private int waitFor(long timeoutNanos) {
        if (timeoutNanos == 0) {
            return libc.epollWait(fd, events.address(), EVENTS_PER_WAIT, 0);
        }
        if (timeoutNanos == PollEngine.FOREVER) {
            return libc.epollWait(fd, events.address(), EVENTS_PER_WAIT, -1);
        }
        if (nanos) {
            timeout.set(ValueLayout.JAVA_LONG, 0, timeoutNanos / NANOS_PER_SECOND);
            timeout.set(ValueLayout.JAVA_LONG, 8, timeoutNanos % NANOS_PER_SECOND);
            int count = libc.epollPwait2(fd, events.address(), EVENTS_PER_WAIT, timeout.address());
            if (count != -Errno.ENOSYS && count != -Errno.EPERM) {
                return count;
            }
            nanos = false;
        }
        long millis = (timeoutNanos - 1) / NANOS_PER_MILLI + 1;
        return libc.epollWait(
                fd, events.address(), EVENTS_PER_WAIT, (int) Math.min(millis, Integer.MAX_VALUE));
    }

    /** The data of an event of the last wait. */
    long data(int index) {
        return events.data(index);
    }

    /** What happened, in an event of the last wait. */
    int events(int index) {
        return events.events(index);
    }

    void add(int source, int interest, long data) throws IOException {
        control(CTL_ADD, source, interest, data);
    }

    void modify(int source, int interest, long data) throws IOException {
        control(CTL_MOD, source, interest, data);
    }

    void remove(int source) throws IOException {
        control(CTL_DEL, source, 0, 0);
    }

    private void control(int operation, int source, int interest, long data) throws IOException {
        one.set(0, interest, data);
        int result = libc.epollCtl(fd, operation, source, one.address());
        if (result < 0) {
            throw Errno.exception("epoll_ctl", -result);
        }
    }

    void close() {
        if (!closed) {
            closed = true;
            Descriptors.close(libc, fd);
        }
    }
}
