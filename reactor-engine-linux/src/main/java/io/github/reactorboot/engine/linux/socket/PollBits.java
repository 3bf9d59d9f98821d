package io.github.reactorboot.engine.linux.socket;

import io.github.reactorboot.runtime.engine.Interest;
import io.github.reactorboot.runtime.engine.Readiness;

/** What a descriptor is waited for and ready for, in bits that poll(2) and epoll(7) share. */
public final class PollBits {

    private static final int IN = 0x1;
    private static final int OUT = 0x4;
    private static final int ERR = 0x8;
    private static final int HUP = 0x10;

    private PollBits() {}

    /** What to wait for; the kernel adds errors and hang-ups by itself. */
    public static int of(Interest interest) {
        return (interest.reads() ? IN : 0) | (interest.writes() ? OUT : 0);
    }

    /** What counts of what has happened. */
    public static Readiness readiness(Interest interest, int happened) {
        return Readiness.of(
                interest,
                (happened & IN) != 0,
                (happened & OUT) != 0,
                (happened & HUP) != 0,
                (happened & ERR) != 0);
    }
}
