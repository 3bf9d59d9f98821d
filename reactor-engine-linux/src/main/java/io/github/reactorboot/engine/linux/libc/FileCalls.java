package io.github.reactorboot.engine.linux.libc;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** As {@link Libc}, for one regular file. */
public final class FileCalls {

    private static final MethodHandle LSEEK = Libc.longs("lseek", JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle PREAD =
            Libc.longs("pread", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle SENDFILE =
            Libc.longs("sendfile", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);

    private static final int SEEK_END = 2;

    static {
        int nobodys = -1;
        FileCalls calls = new FileCalls();
        // Linked here and not on an event loop.
        calls.size(nobodys);
        calls.pread(nobodys, 0, 0, 0);
        calls.sendfile(nobodys, nobodys, 0, 0);
    }

    /** Freed with this object by the garbage collector: it must not be closed under a call. */
    private final MemorySegment state = Arena.ofAuto().allocate(Linker.Option.captureStateLayout());

    private final MemorySegment offset = Arena.ofAuto().allocate(JAVA_LONG);

    /** Links the calls, which takes milliseconds. */
    public static void load() {}

    private long result(long returned) {
        return returned == -1 ? -state.get(JAVA_INT, Libc.ERRNO) : returned;
    }

    /** The size of a regular file, by lseek(2). */
    public long size(int fd) {
        try {
            return result((long) LSEEK.invokeExact(state, fd, 0L, SEEK_END));
        } catch (Throwable t) {
            throw Libc.unexpected(t);
        }
    }

    public long pread(int fd, long address, long length, long position) {
        try {
            return result((long) PREAD.invokeExact(state, fd, address, length, position));
        } catch (Throwable t) {
            throw Libc.unexpected(t);
        }
    }

    /** From a position of a file, which keeps its own. */
    public long sendfile(int out, int in, long position, long count) {
        offset.set(JAVA_LONG, 0, position);
        try {
            return result((long) SENDFILE.invokeExact(state, out, in, offset.address(), count));
        } catch (Throwable t) {
            throw Libc.unexpected(t);
        }
    }
}
