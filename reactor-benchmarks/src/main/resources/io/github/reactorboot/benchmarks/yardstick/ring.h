/* One io_uring(7) of the calling thread, by bare system calls, with a ring of receive buffers. */
#pragma once
#include "echo.h"
#include <linux/io_uring.h>
#include <sys/mman.h>
#include <sys/syscall.h>

/* Kernels have had these for longer than the headers of some systems. */
#define SETUP_SUBMIT_ALL (1U << 7)
#define SETUP_SINGLE_ISSUER (1U << 12)
#define SETUP_DEFER_TASKRUN (1U << 13)
#define ENTER_REGISTERED_RING (1U << 4)
#define ACCEPT_MULTISHOT (1U << 0)
#define RECV_MULTISHOT (1U << 1)
enum { REGISTER_RING_FDS = 20, REGISTER_PBUF_RING = 22 };

enum { SQ_ENTRIES = 1024, CQ_ENTRIES = 8192, BUFFERS = 64, BUFFER_BYTES = 1 << 14 };

/* An entry of the ring of buffers; the ring's tail is the last field of the first one. */
struct buffer {
    uint64_t address;
    uint32_t length;
    uint16_t id, tail;
};

struct buffer_registration {
    uint64_t address;
    uint32_t entries;
    uint16_t group, flags;
    uint64_t reserved[3];
};

static unsigned *sq_tail, *cq_head, *cq_tail, sq_mask, cq_mask, unsubmitted;
static struct io_uring_sqe *sqes;
static struct io_uring_cqe *cqes;
static struct buffer *free_buffers;
static uint16_t free_tail;
static char buffers[BUFFERS][BUFFER_BYTES];
static unsigned ring; /* the index of its registration */

/* Seen by the kernel with the next enter. */
static void give_back(unsigned id)
{
    struct buffer *buffer = &free_buffers[free_tail++ & (BUFFERS - 1)];
    buffer->address = (uintptr_t) buffers[id];
    buffer->length = BUFFER_BYTES;
    buffer->id = (uint16_t) id; /* field by field: the first one holds the tail */
}

/* Buffers are given back before the requests that may want them are seen. */
static void enter(unsigned wait)
{
    __atomic_store_n(&free_buffers[0].tail, free_tail, __ATOMIC_RELEASE);
    long count = syscall(__NR_io_uring_enter, ring, unsubmitted, wait,
                         IORING_ENTER_GETEVENTS | ENTER_REGISTERED_RING, NULL, 0);
    if (count >= 0) {
        unsubmitted -= (unsigned) count;
    } else if (errno != EINTR && errno != EAGAIN && errno != EBUSY) {
        die("io_uring_enter");
    }
}

/* An empty request, which goes with the next enter. */
static struct io_uring_sqe *request(int opcode, int fd, uint64_t user_data)
{
    while (unsubmitted == SQ_ENTRIES) {
        enter(0);
    }
    unsigned tail = *sq_tail;
    struct io_uring_sqe *sqe = &sqes[tail & sq_mask];
    *sqe = (struct io_uring_sqe) {.opcode = (uint8_t) opcode, .fd = fd, .user_data = user_data};
    __atomic_store_n(sq_tail, tail + 1, __ATOMIC_RELEASE);
    unsubmitted++;
    return sqe;
}

static void *map(size_t bytes, int flags, int fd, off_t offset)
{
    void *at = mmap(NULL, bytes, PROT_READ | PROT_WRITE, flags | MAP_POPULATE, fd, offset);
    if (at == MAP_FAILED) {
        die("mmap");
    }
    return at;
}

static void provide_buffers(int fd)
{
    free_buffers = map(BUFFERS * sizeof *free_buffers, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    struct buffer_registration registration = {.address = (uintptr_t) free_buffers, .entries = BUFFERS};
    if (syscall(__NR_io_uring_register, fd, REGISTER_PBUF_RING, &registration, 1) < 0) {
        die("io_uring_register of a buffer ring (Linux 5.19)");
    }
    for (unsigned id = 0; id < BUFFERS; id++) {
        give_back(id);
    }
}

static void open_ring(void)
{
    struct io_uring_params params = {
        .flags = IORING_SETUP_CQSIZE | SETUP_SUBMIT_ALL | SETUP_SINGLE_ISSUER | SETUP_DEFER_TASKRUN,
        .cq_entries = CQ_ENTRIES};
    int fd = (int) syscall(__NR_io_uring_setup, SQ_ENTRIES, &params);
    if (fd < 0) {
        die("io_uring_setup with DEFER_TASKRUN (Linux 6.1, not forbidden)");
    }
    size_t sq_bytes = params.sq_off.array + params.sq_entries * sizeof(unsigned);
    size_t cq_bytes = params.cq_off.cqes + params.cq_entries * sizeof *cqes;
    char *rings = map(sq_bytes > cq_bytes ? sq_bytes : cq_bytes, MAP_SHARED, fd, IORING_OFF_SQ_RING);
    sqes = map(params.sq_entries * sizeof *sqes, MAP_SHARED, fd, IORING_OFF_SQES);
    sq_tail = (unsigned *) (rings + params.sq_off.tail);
    sq_mask = params.sq_entries - 1;
    cq_head = (unsigned *) (rings + params.cq_off.head);
    cq_tail = (unsigned *) (rings + params.cq_off.tail);
    cq_mask = params.cq_entries - 1;
    cqes = (struct io_uring_cqe *) (rings + params.cq_off.cqes);
    unsigned *array = (unsigned *) (rings + params.sq_off.array);
    for (unsigned i = 0; i < params.sq_entries; i++) {
        array[i] = i;
    }
    struct io_uring_rsrc_update self = {.offset = UINT32_MAX, .data = (unsigned) fd};
    if (syscall(__NR_io_uring_register, fd, REGISTER_RING_FDS, &self, 1) != 1) {
        die("io_uring_register of the ring itself");
    }
    ring = self.offset;
    provide_buffers(fd);
}
