/*
 * An echo server in C over io_uring(7): what the system itself costs, to measure others by. Multishot accept and receive
 * into a ring of buffers, replies copied so that no buffer is kept, one send in flight for each connection, one enter a turn.
 */
#include "requests.h"

enum { PENDING_BYTES_MAX = 1 << 20 }; /* replies that wait for a peer before no more is read from it */

static int touched[FILES_MAX], touched_count; /* who has something to do at the end of the turn */

static void touch(int fd)
{
    if (!connections[fd].touched) {
        connections[fd].touched = true;
        touched[touched_count++] = fd;
    }
}

static void accepted(int listener, int result, unsigned flags)
{
    if (result >= FILES_MAX) {
        close(result);
    } else if (result >= 0) {
        touch(result);
    } else if (result != -ECONNABORTED && result != -EINTR) {
        errno = -result;
        die("accept");
    }
    if ((flags & IORING_CQE_F_MORE) == 0) {
        accept_on(listener);
    }
}

/* Without a free buffer it ends with ENOBUFS, and begins again when this turn's are given back. */
static void received(int fd, int result, unsigned flags, bool framed)
{
    struct connection *connection = &connections[fd];
    if ((flags & IORING_CQE_F_MORE) == 0) {
        connection->receiving = connection->cancelling = false;
    }
    if (result > 0) {
        unsigned id = flags >> IORING_CQE_BUFFER_SHIFT;
        if (!framed) {
            append(&connection->filling, buffers[id], (size_t) result);
        } else if (!answer(&connection->begun, buffers[id], (size_t) result, &connection->filling)) {
            shutdown(fd, SHUT_RDWR); /* which ends the receiving */
        }
        give_back(id);
    } else if (result != -ENOBUFS && result != -ECANCELED) {
        connection->over = true;
    }
    touch(fd);
}

static void sent(int fd, int result)
{
    connections[fd].sending = false;
    if (result < 0 || (size_t) result < connections[fd].flying.length) {
        connections[fd].filling.length = 0;
        shutdown(fd, SHUT_RDWR);
    }
    touch(fd);
}

/* Does what the turn left to do. The descriptor is closed, and free to come again, when no request has it any more. */
static void settle(int fd)
{
    struct connection *connection = &connections[fd];
    connection->touched = false;
    if (!connection->sending && connection->filling.length > 0) {
        send_filled(fd);
    }
    if (connection->over) {
        if (!connection->receiving && !connection->sending) {
            free(connection->begun.at);
            free(connection->filling.at);
            free(connection->flying.at);
            *connection = (struct connection) {0};
            close(fd);
        }
    } else if (!connection->receiving && connection->filling.length < PENDING_BYTES_MAX) {
        receive(fd);
    } else if (connection->receiving && !connection->cancelling && connection->filling.length >= PENDING_BYTES_MAX) {
        request(IORING_OP_ASYNC_CANCEL, -1, tag(CANCEL, fd))->addr = tag(RECEIVE, fd);
        connection->cancelling = true;
    }
}

static void complete(int operation, int fd, const struct io_uring_cqe *cqe, bool framed)
{
    if (operation == ACCEPT) {
        accepted(fd, cqe->res, cqe->flags);
    } else if (operation == RECEIVE) {
        received(fd, cqe->res, cqe->flags, framed);
    } else if (operation == SEND) {
        sent(fd, cqe->res);
    } else if (operation == QUESTION) {
        control(questions, cqe->res);
        read_questions();
    }
}

int main(int count, char **words)
{
    struct options chosen = options(count, words);
    open_ring();
    accept_on(listen_there(chosen.port, 0));
    if (chosen.control) {
        read_questions();
    }
    for (;;) {
        enter(1);
        unsigned head = *cq_head, tail = __atomic_load_n(cq_tail, __ATOMIC_ACQUIRE);
        for (; head != tail; head++) {
            const struct io_uring_cqe *cqe = &cqes[head & cq_mask];
            complete((int) (cqe->user_data >> 32), (int) (uint32_t) cqe->user_data, cqe, chosen.framed);
        }
        __atomic_store_n(cq_head, head, __ATOMIC_RELEASE);
        for (int i = 0; i < touched_count; i++) {
            settle(touched[i]);
        }
        touched_count = 0;
    }
}
