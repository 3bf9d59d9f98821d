package io.github.reactorboot.engine.linux.uring;

import io.github.reactorboot.engine.linux.libc.Errno;
import io.github.reactorboot.engine.linux.libc.Libc;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * What a kernel can do beyond what is needed (Linux 6.1).
 *
 * @param limitedReceive whether a multishot receive takes a limit of bytes, as Linux 6.17 does
 * @param messages whether a thread without a ring can send a message to one, as with Linux 6.13
 */
record KernelFeatures(boolean limitedReceive, boolean messages) {

    private static final RingSizes PROBE = new RingSizes(4, 8, 4, 1024, 1024);
    private static final int NOBODYS_FD = -1;

    private static volatile @Nullable KernelFeatures known;

    /** Those of the kernel that runs. */
    static KernelFeatures get() throws IOException {
        KernelFeatures found = known;
        if (found == null) {
            found = probe();
            known = found;
        }
        return found;
    }

    /** Tries them on a ring of its own. */
    private static KernelFeatures probe() throws IOException {
        Libc libc = new Libc();
        Ring ring = Ring.open(libc, PROBE);
        try {
            ring.enable();
            return new KernelFeatures(probeLimitedReceive(ring), probeMessages(libc));
        } finally {
            ring.close();
        }
    }

    /** A kernel that does not know the limit refuses it before it looks at the descriptor. */
    private static boolean probeLimitedReceive(Ring ring) throws IOException {
        new Operations(ring, new KernelFeatures(true, false)).receive(NOBODYS_FD, 1);
        ring.submitAndWait(1, 1_000_000_000L);
        CompletionQueue completions = ring.completions();
        completions.look();
        if (!completions.take()) {
            throw new IOException("an io_uring does not complete what it is asked for");
        }
        int result = completions.result();
        completions.release();
        return result != -Errno.EINVAL;
    }

    /** A kernel that knows them complains of the descriptor. */
    private static boolean probeMessages(Libc libc) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment message = arena.allocate(Abi.SQE_BYTES, 8);
            message.set(
                    ValueLayout.JAVA_LONG,
                    0,
                    SubmissionQueue.head(Abi.OP_MSG_RING, 0, 0, NOBODYS_FD));
            int result =
                    libc.ioUringRegister(
                            NOBODYS_FD, Abi.REGISTER_SEND_MSG_RING, message.address(), 1);
            return result == -Errno.EBADF;
        }
    }
}
