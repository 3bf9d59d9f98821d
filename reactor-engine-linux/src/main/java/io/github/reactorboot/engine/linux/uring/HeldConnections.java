package io.github.reactorboot.engine.linux.uring;

/** Descriptors of connections that were accepted and not handed up yet, in their order. */
final class HeldConnections {

    static final int NONE = -1;

    private int[] fds = new int[16];
    private int head;
    private int count;

    boolean isEmpty() {
        return count == 0;
    }

    int count() {
        return count;
    }

    void add(int fd) {
        if (count == fds.length) {
            int[] larger = new int[count * 2];
            for (int i = 0; i < count; i++) {
                larger[i] = fds[(head + i) % count];
            }
            fds = larger;
            head = 0;
        }
        fds[(head + count) % fds.length] = fd;
        count++;
    }

    /** The oldest; {@link #NONE} when there is none. */
    int poll() {
        if (count == 0) {
            return NONE;
        }
        int fd = fds[head];
        head = (head + 1) % fds.length;
        count--;
        return fd;
    }
}
