package io.github.reactorboot.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The memory of a process that is in use, in the eyes of the system. */
public final class ResidentMemory {

    private static final String RESIDENT = "VmRSS:";

    private ResidentMemory() {}

    /**
     * Resident bytes of a process; the kernel's figure is exact to some pages per thread only, see
     * proc_pid_status(5).
     */
    public static long bytes(long pid) throws ChildFailure {
        try {
            return parse(Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")));
        } catch (IOException e) {
            throw new ChildFailure("the memory of process " + pid + " cannot be read: " + e, e);
        }
    }

    static long parse(List<String> status) throws IOException {
        for (String line : status) {
            if (line.startsWith(RESIDENT)) {
                String kilobytes = line.substring(RESIDENT.length()).replace("kB", "").strip();
                return Long.parseLong(kilobytes) * 1024;
            }
        }
        throw new IOException("no " + RESIDENT + " in the status");
    }
}
