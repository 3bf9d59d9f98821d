package io.github.reactorboot.runtime;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.FileSystems;

/** For tests of what only file systems with POSIX permissions have. */
final class PosixFiles {

    private PosixFiles() {}

    /** Ends the test as not applicable where there are none. */
    static void needed() {
        assumeTrue(
                FileSystems.getDefault().supportedFileAttributeViews().contains("posix"),
                "needs a file system with POSIX permissions");
    }
}
