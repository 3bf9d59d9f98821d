package io.github.reactorboot.engine.linux.libc;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/**
 * Calls into the C library. A method returns what the function does, or the negative error number
 * if it failed, as the kernel itself does; pointers are addresses. One instance serves one thread
 * at a time: it holds the place where the error number is left. The names and meanings are those of
 * the man pages (section 2). Nothing is allocated by a call.
 */
public final class Libc {

    private static final Linker LINKER = Linker.nativeLinker();
    private static final SymbolLookup SYMBOLS = LINKER.defaultLookup();
    private static final Linker.Option CAPTURE = Linker.Option.captureCallState("errno");
    static final long ERRNO =
            Linker.Option.captureStateLayout()
                    .byteOffset(MemoryLayout.PathElement.groupElement("errno"));

    /** System calls newer than Linux 5.0 have one number on all architectures. */
    private static final int IO_URING_SETUP = 425;

    private static final int IO_URING_ENTER = 426;
    private static final int IO_URING_REGISTER = 427;
    private static final int EPOLL_PWAIT2 = 441;
    private static final int GETEVENTS_ARG_BYTES = 24;

    private static final MethodHandle CLOSE = ints("close", JAVA_INT);
    private static final MethodHandle SOCKET = ints("socket", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle BIND = ints("bind", JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle CONNECT = ints("connect", JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle LISTEN = ints("listen", JAVA_INT, JAVA_INT);
    private static final MethodHandle ACCEPT =
            ints("accept4", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
    private static final MethodHandle SHUTDOWN = ints("shutdown", JAVA_INT, JAVA_INT);
    private static final MethodHandle SOCKNAME =
            ints("getsockname", JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle SETSOCKOPT =
            ints("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle GETSOCKOPT =
            ints("getsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle EVENTFD = ints("eventfd", JAVA_INT, JAVA_INT);
    private static final MethodHandle EPOLL_CREATE = ints("epoll_create1", JAVA_INT);
    private static final MethodHandle EPOLL_CTL =
            ints("epoll_ctl", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);
    private static final MethodHandle EPOLL_WAIT =
            ints("epoll_wait", JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT);
    private static final MethodHandle OPEN = ints("open", JAVA_LONG, JAVA_INT);
    private static final MethodHandle FCNTL = ints("fcntl", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle MUNMAP = ints("munmap", JAVA_LONG, JAVA_LONG);

    private static final MethodHandle RECV =
            longs("recv", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
    private static final MethodHandle SEND =
            longs("send", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
    private static final MethodHandle SENDMSG = longs("sendmsg", JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle READ = longs("read", JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle WRITE = longs("write", JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle WRITEV = longs("writev", JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle MMAP =
            longs("mmap", JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);
    private static final MethodHandle SYSCALL =
            longs(
                    "syscall", JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG,
                    JAVA_LONG);

    static {
        Errno.load();
        new Libc().callOnce();
    }

    /** Freed with this object by the garbage collector: it must not be closed under a call. */
    final MemorySegment state = Arena.ofAuto().allocate(Linker.Option.captureStateLayout());

    // No constants on purpose: inlined deep into a handler, each call would allocate (see ADR 11).
    private final MethodHandle recv = RECV;
    private final MethodHandle send = SEND;
    private final MethodHandle sendmsg = SENDMSG;
    private final MethodHandle epollWait = EPOLL_WAIT;

    static MethodHandle ints(String name, MemoryLayout... arguments) {
        return handle(name, FunctionDescriptor.of(JAVA_INT, arguments));
    }

    static MethodHandle longs(String name, MemoryLayout... arguments) {
        return handle(name, FunctionDescriptor.of(JAVA_LONG, arguments));
    }

    @SuppressWarnings("restricted") // what this class is for
    private static MethodHandle handle(String name, FunctionDescriptor type) {
        MemorySegment symbol =
                SYMBOLS.find(name)
                        .orElseThrow(() ->
                                new UnsatisfiedLinkError("the C library has no function " + name));
        return LINKER.downcallHandle(symbol, type, CAPTURE);
    }

    /**
     * The JVM links a call when it is first made, which takes milliseconds: not on an event loop.
     * So what loops call is called here, with a descriptor that nobody has.
     */
    private void callOnce() {
        int nobodys = -1;
        read(nobodys, 0, 0);
        write(nobodys, 0, 0);
        fcntl(nobodys, 0, 0);
        bind(nobodys, 0, 0);
        listen(nobodys, 0);
        connect(nobodys, 0, 0);
        accept4(nobodys, 0, 0, 0);
        shutdown(nobodys, 0);
        getsockname(nobodys, 0, 0);
        setsockopt(nobodys, 0, 0, 0, 0);
        getsockopt(nobodys, 0, 0, 0, 0);
        socket(nobodys, 0, 0);
        recv(nobodys, 0, 0, 0);
        send(nobodys, 0, 0, 0);
        sendmsg(nobodys, 0, 0);
        epollWait(nobodys, 0, 0, 0);
        epollPwait2(nobodys, 0, 0, 0);
        close(nobodys);
        new MessageCalls(this).callOnce();
    }

    int result(int returned) {
        return returned == -1 ? -state.get(JAVA_INT, ERRNO) : returned;
    }

    private long result(long returned) {
        return returned == -1 ? -state.get(JAVA_INT, ERRNO) : returned;
    }

    /** A downcall throws nothing but errors of the virtual machine. */
    static Error unexpected(Throwable thrown) {
        return thrown instanceof Error error ? error : new AssertionError(thrown);
    }

    // ---- descriptors

    public int close(int fd) {
        try {
            return result((int) CLOSE.invokeExact(state, fd));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** open(2) of a file that exists. */
    public int open(long path, int flags) {
        try {
            return result((int) OPEN.invokeExact(state, path, flags));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    public int fcntl(int fd, int command, int argument) {
        try {
            return result((int) FCNTL.invokeExact(state, fd, command, argument));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    public int eventfd(int initial, int flags) {
        try {
            return result((int) EVENTFD.invokeExact(state, initial, flags));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    public long read(int fd, long address, long length) {
        try {
            return result((long) READ.invokeExact(state, fd, address, length));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    public long write(int fd, long address, long length) {
        try {
            return result((long) WRITE.invokeExact(state, fd, address, length));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    public long writev(int fd, long vectors, int count) {
        try {
            return result((long) WRITEV.invokeExact(state, fd, vectors, count));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    // ---- sockets

    public int socket(int family, int type, int protocol) {
        try {
            return result((int) SOCKET.invokeExact(state, family, type, protocol));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    public int bind(int fd, long address, int length) {
        try {
            return result((int) BIND.invokeExact(state, fd, address, length));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    public int connect(int fd, long address, int length) {
        try {
            return result((int) CONNECT.invokeExact(state, fd, address, length));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    public int listen(int fd, int backlog) {
        try {
            return result((int) LISTEN.invokeExact(state, fd, backlog));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    public int accept4(int fd, long address, long length, int flags) {
        try {
            return result((int) ACCEPT.invokeExact(state, fd, address, length, flags));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    public int shutdown(int fd, int how) {
        try {
            return result((int) SHUTDOWN.invokeExact(state, fd, how));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    public int getsockname(int fd, long address, long length) {
        try {
            return result((int) SOCKNAME.invokeExact(state, fd, address, length));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    public int setsockopt(int fd, int level, int option, long value, int length) {
        try {
            return result((int) SETSOCKOPT.invokeExact(state, fd, level, option, value, length));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    public int getsockopt(int fd, int level, int option, long value, long length) {
        try {
            return result((int) GETSOCKOPT.invokeExact(state, fd, level, option, value, length));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    public long recv(int fd, long address, long length, int flags) {
        try {
            return result((long) recv.invokeExact(state, fd, address, length, flags));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    public long send(int fd, long address, long length, int flags) {
        try {
            return result((long) send.invokeExact(state, fd, address, length, flags));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    public long sendmsg(int fd, long message, int flags) {
        try {
            return result((long) sendmsg.invokeExact(state, fd, message, flags));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    // ---- epoll

    public int epollCreate1(int flags) {
        try {
            return result((int) EPOLL_CREATE.invokeExact(state, flags));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    public int epollCtl(int epoll, int operation, int fd, long event) {
        try {
            return result((int) EPOLL_CTL.invokeExact(state, epoll, operation, fd, event));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    public int epollWait(int epoll, long events, int most, int timeoutMillis) {
        try {
            return result((int) epollWait.invokeExact(state, epoll, events, most, timeoutMillis));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    // ---- memory, and calls that have no function of their own

    public long mmap(long length, int protection, int flags, int fd, long offset) {
        try {
            return result(
                    (long) MMAP.invokeExact(state, 0L, length, protection, flags, fd, offset));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    public int munmap(long address, long length) {
        try {
            return result((int) MUNMAP.invokeExact(state, address, length));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** io_uring_setup(2): not in the C library. */
    public int ioUringSetup(int entries, long params) {
        return (int) syscall(IO_URING_SETUP, entries, params, 0, 0);
    }

    /**
     * io_uring_enter(2): not in the C library. Blocks.
     *
     * @param argument a struct io_uring_getevents_arg if the flags say so, else 0
     */
    public int ioUringEnter(int ring, int submit, int complete, int flags, long argument) {
        long size = argument == 0 ? 0 : GETEVENTS_ARG_BYTES;
        try {
            return (int)
                    result(
                            (long)
                                    SYSCALL.invokeExact(
                                            state,
                                            (long) IO_URING_ENTER,
                                            (long) ring,
                                            (long) submit,
                                            (long) complete,
                                            (long) flags,
                                            argument,
                                            size));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** io_uring_register(2): not in the C library. */
    public int ioUringRegister(int ring, int operation, long argument, int count) {
        return (int) syscall(IO_URING_REGISTER, ring, operation, argument, count);
    }

    /**
     * epoll_pwait2(2) without a signal mask: only in newer C libraries. Blocks.
     *
     * @param timeout a struct timespec; 0 for no end
     */
    public int epollPwait2(int epoll, long events, int most, long timeout) {
        return (int) syscall(EPOLL_PWAIT2, epoll, events, most, timeout);
    }

    private long syscall(int number, long a, long b, long c, long d) {
        try {
            return result((long) SYSCALL.invokeExact(state, (long) number, a, b, c, d, 0L, 0L));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }
}
