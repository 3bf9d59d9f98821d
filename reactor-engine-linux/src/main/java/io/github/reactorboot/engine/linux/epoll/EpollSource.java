package io.github.reactorboot.engine.linux.epoll;

/** What is registered with the epoll instance. */
sealed interface EpollSource
        permits EpollTransport, EpollListening, EpollConnect, EpollDatagrams, EpollWatch {

    /**
     * Something happened.
     *
     * @param happened a set of EPOLLIN and its like
     * @return whether anything was handed up
     */
    boolean ready(int happened);

    /** Closes it without telling anybody. */
    void closeQuietly();
}
