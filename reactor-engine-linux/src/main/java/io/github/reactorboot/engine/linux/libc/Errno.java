package io.github.reactorboot.engine.linux.libc;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Error numbers of Linux (errno(3)); the same on x86-64 and arm64. The texts are those of
 * strerror(3), in English wherever the process runs.
 */
public final class Errno {

    public static final int EPERM = 1;
    public static final int ENOENT = 2;
    public static final int EINTR = 4;
    public static final int EIO = 5;
    public static final int EBADF = 9;
    public static final int EAGAIN = 11;
    public static final int ENOMEM = 12;
    public static final int EACCES = 13;
    public static final int EBUSY = 16;
    public static final int EINVAL = 22;
    public static final int ENFILE = 23;
    public static final int EMFILE = 24;
    public static final int EPIPE = 32;
    public static final int ENOSYS = 38;
    public static final int ETIME = 62;
    public static final int EAFNOSUPPORT = 97;
    public static final int EADDRINUSE = 98;
    public static final int EADDRNOTAVAIL = 99;
    public static final int ENETUNREACH = 101;
    public static final int ECONNABORTED = 103;
    public static final int ECONNRESET = 104;
    public static final int ENOBUFS = 105;
    public static final int ENOTCONN = 107;
    public static final int ETIMEDOUT = 110;
    public static final int ECONNREFUSED = 111;
    public static final int EHOSTUNREACH = 113;
    public static final int EINPROGRESS = 115;
    public static final int ECANCELED = 125;

    private record Entry(String name, String text) {}

    private static final Map<Integer, Entry> TABLE = read();

    private Errno() {}

    private static Map<Integer, Entry> read() {
        Map<Integer, Entry> table = new HashMap<>();
        try (InputStream in = Errno.class.getResourceAsStream("errno.txt")) {
            if (in == null) {
                throw new IllegalStateException("errno.txt is missing");
            }
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] parts = line.split(" ", 3);
                table.put(Integer.valueOf(parts[0]), new Entry(parts[1], parts[2]));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return table;
    }

    /**
     * Makes sure that errors can be told. The texts are read from a file: not at the first error,
     * which may be that no file can be opened.
     */
    static void load() {}

    /** The symbol, for instance {@code ECONNRESET}. */
    public static String name(int errno) {
        Entry entry = TABLE.get(errno);
        return entry == null ? "errno " + errno : entry.name;
    }

    /** Symbol and text, for instance {@code ECONNRESET, Connection reset by peer}. */
    public static String describe(int errno) {
        Entry entry = TABLE.get(errno);
        return entry == null ? name(errno) : entry.name + ", " + entry.text;
    }

    /** Whether a resource of the process or the system is used up (accept(2)). */
    public static boolean isExhaustion(int errno) {
        return errno == EMFILE || errno == ENFILE || errno == ENOMEM || errno == ENOBUFS;
    }

    /**
     * What a call that failed is reported as.
     *
     * @param what the call, and perhaps what it was about
     */
    public static IOException exception(String what, int errno) {
        String message = what + ": " + describe(errno);
        return switch (errno) {
            case EADDRINUSE, EADDRNOTAVAIL -> new BindException(message);
            default -> new IOException(message);
        };
    }
}
