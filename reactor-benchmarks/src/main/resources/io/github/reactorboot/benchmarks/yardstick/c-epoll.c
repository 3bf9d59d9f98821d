/*
 * An echo server in C over epoll(7), level-triggered: what the system itself costs, to measure others by.
 * For each event one recv and one send. What the peer does not take is kept, and nothing more is read from it meanwhile.
 */
#include "frames.h"
#include <sys/epoll.h>

enum { READ_BYTES = 1 << 16, EVENTS = 1024 };

struct connection {
    struct bytes begun; /* the part of a frame that has come so far */
    struct bytes rest;  /* replies that the peer did not take yet */
    size_t sent;        /* of the rest */
};

static struct connection connections[FILES_MAX];
static char input[READ_BYTES];
static struct bytes replies;
static bool framed;
static int set;

static void watch(int operation, int fd, uint32_t events)
{
    struct epoll_event event = {.events = events, .data.fd = fd};
    if (epoll_ctl(set, operation, fd, &event) < 0) {
        die("epoll_ctl");
    }
}

static void drop(int fd)
{
    struct connection *connection = &connections[fd];
    free(connection->begun.at);
    free(connection->rest.at);
    *connection = (struct connection) {0};
    close(fd);
}

static void accept_all(int listener)
{
    int fd;
    while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
        if (fd < FILES_MAX) {
            watch(EPOLL_CTL_ADD, fd, EPOLLIN);
        } else {
            close(fd);
        }
    }
    if (errno != EAGAIN && errno != EINTR && errno != ECONNABORTED) {
        die("accept4");
    }
}

/* Bytes that were taken; -1 if the connection is lost. */
static ssize_t send_some(int fd, const char *from, size_t length)
{
    ssize_t count = send(fd, from, length, MSG_NOSIGNAL);
    return count < 0 && (errno == EAGAIN || errno == EINTR) ? 0 : count;
}

static void flush_rest(int fd)
{
    struct connection *connection = &connections[fd];
    ssize_t count =
        send_some(fd, connection->rest.at + connection->sent, connection->rest.length - connection->sent);
    if (count < 0) {
        drop(fd);
        return;
    }
    connection->sent += (size_t) count;
    if (connection->sent == connection->rest.length) {
        connection->sent = connection->rest.length = 0;
        watch(EPOLL_CTL_MOD, fd, EPOLLIN);
    }
}

static void serve(int fd)
{
    struct connection *connection = &connections[fd];
    ssize_t count = recv(fd, input, sizeof input, 0);
    if (count <= 0) {
        if (count == 0 || (errno != EAGAIN && errno != EINTR)) {
            drop(fd);
        }
        return;
    }
    const char *reply = input;
    size_t length = (size_t) count;
    if (framed) {
        replies.length = 0;
        if (!answer(&connection->begun, input, (size_t) count, &replies)) {
            drop(fd);
            return;
        }
        reply = replies.at;
        length = replies.length;
    }
    ssize_t sent = length == 0 ? 0 : send_some(fd, reply, length);
    if (sent < 0) {
        drop(fd);
    } else if ((size_t) sent < length) {
        append(&connection->rest, reply + sent, length - (size_t) sent);
        watch(EPOLL_CTL_MOD, fd, EPOLLOUT);
    }
}

static void answer_questions(void)
{
    char questions[256];
    control(questions, read(STDIN_FILENO, questions, sizeof questions));
}

int main(int count, char **words)
{
    struct options chosen = options(count, words);
    framed = chosen.framed;
    set = epoll_create1(EPOLL_CLOEXEC);
    if (set < 0) {
        die("epoll_create1");
    }
    int listener = listen_there(chosen.port, SOCK_NONBLOCK);
    watch(EPOLL_CTL_ADD, listener, EPOLLIN);
    if (chosen.control) {
        watch(EPOLL_CTL_ADD, STDIN_FILENO, EPOLLIN);
    }
    static struct epoll_event events[EVENTS];
    for (;;) {
        int ready = epoll_wait(set, events, EVENTS, -1);
        if (ready < 0 && errno != EINTR) {
            die("epoll_wait");
        }
        for (int i = 0; i < ready; i++) {
            int fd = events[i].data.fd;
            if (fd == listener) {
                accept_all(listener);
            } else if (fd == STDIN_FILENO) {
                answer_questions();
            } else if (connections[fd].rest.length > 0) {
                flush_rest(fd);
            } else {
                serve(fd);
            }
        }
    }
}
