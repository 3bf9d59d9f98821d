/* The connections, and what is asked of the ring for them. */
#pragma once
#include "frames.h"
#include "ring.h"

enum operation { ACCEPT, RECEIVE, SEND, CANCEL, QUESTION };

struct connection {
    struct bytes begun;   /* the part of a frame that has come so far */
    struct bytes filling; /* replies for the next send */
    struct bytes flying;  /* replies being sent */
    bool receiving, cancelling, sending, over, touched;
};

static struct connection connections[FILES_MAX];
static char questions[256];

static uint64_t tag(enum operation operation, int fd)
{
    return (uint64_t) operation << 32 | (uint32_t) fd;
}

static void accept_on(int listener)
{
    struct io_uring_sqe *sqe = request(IORING_OP_ACCEPT, listener, tag(ACCEPT, listener));
    sqe->ioprio = ACCEPT_MULTISHOT;
    sqe->accept_flags = SOCK_CLOEXEC;
}

static void read_questions(void)
{
    struct io_uring_sqe *sqe = request(IORING_OP_READ, STDIN_FILENO, tag(QUESTION, STDIN_FILENO));
    sqe->addr = (uintptr_t) questions;
    sqe->len = sizeof questions;
    sqe->off = UINT64_MAX; /* from where it stands */
}

static void receive(int fd)
{
    struct io_uring_sqe *sqe = request(IORING_OP_RECV, fd, tag(RECEIVE, fd));
    sqe->ioprio = RECV_MULTISHOT;
    sqe->flags = IOSQE_BUFFER_SELECT;
    connections[fd].receiving = true;
}

static void send_filled(int fd)
{
    struct connection *connection = &connections[fd];
    struct bytes sent = connection->flying;
    connection->flying = connection->filling;
    connection->filling = sent;
    connection->filling.length = 0;
    struct io_uring_sqe *sqe = request(IORING_OP_SEND, fd, tag(SEND, fd));
    sqe->addr = (uintptr_t) connection->flying.at;
    sqe->len = (uint32_t) connection->flying.length;
    sqe->msg_flags = MSG_NOSIGNAL | MSG_WAITALL;
    connection->sending = true;
}
