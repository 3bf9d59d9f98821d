package io.github.reactorboot.engine.linux.uring;

import io.github.reactorboot.engine.linux.libc.Errno;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/** A ring cannot be had; the message says why, and what to change. */
final class RingFailure extends IOException {

    private static final long serialVersionUID = 1L;

    private static final Path SYSCTL = Path.of("/proc/sys/kernel/io_uring_disabled");

    private final int errno;

    private RingFailure(String message, int errno) {
        super(message);
        this.errno = errno;
    }

    /** Whether smaller queues might help. */
    boolean isLackOfMemory() {
        return errno == Errno.ENOMEM;
    }

    /**
     * What a call that sets up a ring and failed is reported as.
     *
     * @param call the system call, and the feature that it was about
     */
    static RingFailure of(String call, int errno) {
        String message =
                "%s failed (%s): %s"
                        .formatted(
                                call,
                                Errno.describe(errno),
                                cause(errno, System.getProperty("os.version", ""), () -> sysctl()));
        return new RingFailure(message, errno);
    }

    /** The likely cause, as a sentence. */
    static String cause(int errno, String kernel, Supplier<String> sysctl) {
        return switch (errno) {
            case Errno.EPERM, Errno.EACCES -> forbidden(sysctl.get());
            case Errno.ENOSYS ->
                    "the kernel %s has no io_uring, or a seccomp filter hides it; Linux 6.1 is needed"
                            .formatted(kernel);
            case Errno.EINVAL ->
                    "the kernel %s does not know it; Linux 6.1 is needed".formatted(kernel);
            case Errno.ENOMEM ->
                    "the limit of locked memory (ulimit -l, RLIMIT_MEMLOCK) leaves no room for it";
            default -> "the cause is not known";
        };
    }

    private static String forbidden(String sysctl) {
        return switch (sysctl) {
            case "1" ->
                    "the system reserves io_uring for a group of users (sysctl kernel.io_uring_disabled"
                            + " is 1, kernel.io_uring_group names the group)";
            case "2" ->
                    "the system has switched io_uring off (sysctl kernel.io_uring_disabled is 2)";
            default ->
                    "a seccomp filter forbids it, as those of containers do; allow io_uring_setup,"
                            + " io_uring_enter and io_uring_register in its profile";
        };
    }

    private static String sysctl() {
        try {
            return Files.readString(SYSCTL).trim();
        } catch (IOException | RuntimeException e) {
            return "";
        }
    }
}
