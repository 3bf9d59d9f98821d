package io.github.reactorboot.engine.linux.epoll;

/** What is registered with the epoll instance. */
sealed interface EpollSource permits EpollTransport, EpollListening {

    /** Something happened, as a set of EPOLLIN and its like. */
    void ready(int events);

    /** Closes it without telling anybody. */
    void closeQuietly();
}
