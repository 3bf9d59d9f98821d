package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;

/** A file with known bytes, and whether this process has it open. */
final class TestFile {

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    final Path path;
    final byte[] bytes;

    private TestFile(Path path, byte[] bytes) {
        this.path = path;
        this.bytes = bytes;
    }

    static TestFile random(Path directory, int length) throws IOException {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        Path path = Files.createTempFile(directory, "sent", ".bin");
        Files.write(path, bytes);
        return new TestFile(path, bytes);
    }

    /** One that holds nothing on the disk, however long it is. */
    static Path hole(Path directory, long length) throws IOException {
        Path path = Files.createTempFile(directory, "hole", ".bin");
        truncate(path, length);
        return path;
    }

    static void truncate(Path path, long length) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(length);
        }
    }

    byte[] part(int from, int length) {
        byte[] part = new byte[length];
        System.arraycopy(bytes, from, part, 0, length);
        return part;
    }

    /** How many descriptors of this process are of this file; 0 where that cannot be told. */
    static int descriptorsOf(Path path) throws IOException {
        if (!Files.isDirectory(DESCRIPTORS)) {
            return 0;
        }
        int count = 0;
        try (Stream<Path> all = Files.list(DESCRIPTORS)) {
            for (Path each : all.toList()) {
                count += leadsTo(each, path) ? 1 : 0;
            }
        }
        return count;
    }

    private static boolean leadsTo(Path descriptor, Path path) {
        try {
            return Files.readSymbolicLink(descriptor).equals(path.toRealPath());
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }

    static void assertClosed(Path path) throws IOException {
        assertThat(descriptorsOf(path)).as("descriptors of %s", path).isZero();
    }
}
