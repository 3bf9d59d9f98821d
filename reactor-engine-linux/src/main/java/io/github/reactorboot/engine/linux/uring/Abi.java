package io.github.reactorboot.engine.linux.uring;

/**
 * Numbers and offsets of {@code linux/io_uring.h}, as far as they are used here; the same on x86-64
 * and arm64. The man pages are io_uring_setup(2), io_uring_enter(2) and io_uring_register(2).
 */
final class Abi {

    // io_uring_setup(2): flags
    static final int SETUP_CQSIZE = 1 << 3;
    static final int SETUP_R_DISABLED = 1 << 6;
    static final int SETUP_SUBMIT_ALL = 1 << 7;
    static final int SETUP_SINGLE_ISSUER = 1 << 12;
    static final int SETUP_DEFER_TASKRUN = 1 << 13;

    // struct io_uring_params
    static final int PARAMS_BYTES = 120;
    static final int PARAMS_SQ_ENTRIES = 0;
    static final int PARAMS_CQ_ENTRIES = 4;
    static final int PARAMS_FLAGS = 8;
    static final int PARAMS_FEATURES = 20;
    static final int PARAMS_SQ_TAIL = 44;
    static final int PARAMS_SQ_FLAGS = 56;
    static final int PARAMS_SQ_ARRAY = 64;
    static final int PARAMS_CQ_HEAD = 80;
    static final int PARAMS_CQ_TAIL = 84;
    static final int PARAMS_CQ_ENTRIES_AT = 100;

    static final int FEATURE_NO_IOWAIT = 1 << 17;

    // mmap(2) of the rings
    static final long MAP_RINGS = 0;
    static final long MAP_ENTRIES = 0x10000000L;

    /** In the flags word of the submission queue. */
    static final int SQ_CQ_OVERFLOW = 1 << 1;

    // io_uring_enter(2): flags, struct io_uring_getevents_arg
    static final int ENTER_GETEVENTS = 1;
    static final int ENTER_EXT_ARG = 1 << 3;
    static final int ENTER_REGISTERED_RING = 1 << 4;
    static final int ENTER_NO_IOWAIT = 1 << 7;
    static final int ARGUMENT_TIMESPEC = 16;
    static final int ARGUMENT_BYTES = 24;

    // io_uring_register(2): operations
    static final int REGISTER_ENABLE_RINGS = 12;
    static final int REGISTER_RING_FDS = 20;
    static final int UNREGISTER_RING_FDS = 21;
    static final int REGISTER_PBUF_RING = 22;
    static final int REGISTER_SEND_MSG_RING = 31;

    // struct io_uring_sqe
    static final int SQE_BYTES = 64;
    static final int SQE_OFFSET = 8;
    static final int SQE_ADDRESS = 16;
    static final int SQE_LENGTH = 24;
    static final int SQE_OP_FLAGS = 28;
    static final int SQE_USER_DATA = 32;
    static final int SQE_BUFFER_GROUP = 40;
    static final int SQE_OPTLEN = 44;

    static final int SQE_FLAG_BUFFER_SELECT = 1 << 5;
    static final int SQE_FLAG_CQE_SKIP_SUCCESS = 1 << 6;

    static final int OP_NOP = 0;
    static final int OP_POLL_ADD = 6;
    static final int OP_SENDMSG = 9;
    static final int OP_ASYNC_CANCEL = 14;
    static final int OP_SEND = 26;
    static final int OP_RECV = 27;
    static final int OP_MSG_RING = 40;

    /** In the field ioprio. */
    static final int RECV_MULTISHOT = 2;

    /** In the field len. */
    static final int POLL_ADD_MULTI = 1;

    // struct io_uring_cqe
    static final int CQE_BYTES = 16;
    static final int CQE_RESULT = 8;
    static final int CQE_FLAGS = 12;
    static final int CQE_BUFFER = 1;
    static final int CQE_MORE = 1 << 1;
    static final int CQE_BUFFER_SHIFT = 16;

    // struct io_uring_buf, struct io_uring_buf_reg
    static final int BUFFER_BYTES = 16;
    static final int BUFFER_LENGTH = 8;
    static final int BUFFER_ID = 12;

    /** The tail of a ring of buffers lies in what is reserved in its first entry. */
    static final int BUFFERS_TAIL = 14;

    static final int BUFFERS_ARGUMENT_BYTES = 40;

    private Abi() {}
}
