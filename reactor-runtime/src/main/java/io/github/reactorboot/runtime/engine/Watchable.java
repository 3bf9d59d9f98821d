package io.github.reactorboot.runtime.engine;

import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.util.Objects;

/**
 * Something of the application's own, of which an engine tells when it is ready. It stays the
 * application's, which reads, writes and closes it by its own means.
 */
public sealed interface Watchable {

    /** Whether there is such a thing as this interest; of input for the writing end of a pipe. */
    boolean supports(Interest interest);

    /**
     * A channel that does not block: an end of a {@link java.nio.channels.Pipe}, a {@link
     * java.nio.channels.DatagramChannel}, an SctpChannel and the like. For the engine nio.
     *
     * <p>One that is closed while it is watched is watched no longer, which the loop finds in one
     * of its next turns; closing it wakes no loop that waits.
     */
    record Selectable(SelectableChannel channel) implements Watchable {

        public Selectable {
            Objects.requireNonNull(channel, "channel");
        }

        /** What a selector is asked for (SelectionKey.OP_READ and its like). */
        public int operations(Interest interest) {
            int wanted = interest.reads() ? SelectionKey.OP_READ | SelectionKey.OP_ACCEPT : 0;
            wanted |= interest.writes() ? SelectionKey.OP_WRITE | SelectionKey.OP_CONNECT : 0;
            return wanted & channel.validOps();
        }

        @Override
        public boolean supports(Interest interest) {
            return (!interest.reads() || operations(Interest.READ) != 0)
                    && (!interest.writes() || operations(Interest.WRITE) != 0);
        }

        @Override
        public String toString() {
            return "channel " + channel;
        }
    }

    /**
     * An open file descriptor that can be waited for: a pipe, a socket, an eventfd, a timerfd, an
     * inotify instance ... For the engines epoll and io_uring.
     *
     * <p>The engine watches a duplicate (dup(2)), so the number may be used for something else
     * without harm. One that is closed while it is watched is kept open by the system, until the
     * watch is cancelled.
     */
    record Descriptor(int fd) implements Watchable {

        public Descriptor {
            if (fd < 0) {
                throw new IllegalArgumentException("fd must not be negative, was " + fd);
            }
        }

        @Override
        public boolean supports(Interest interest) {
            return true;
        }

        @Override
        public String toString() {
            return "descriptor " + fd;
        }
    }
}
