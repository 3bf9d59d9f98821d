package io.github.reactorboot.runtime;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of a listening Unix socket (unix(7)). It is bound in a directory that only the owner can
 * enter, gets its permissions there, and is then moved to its place, so that there is no moment at
 * which somebody else could connect.
 */
final class UnixSocketFile {

    private static final Logger log = LoggerFactory.getLogger(UnixSocketFile.class);

    /** sun_path has 108 bytes, the last of which is 0 (unix(7)). */
    private static final int LONGEST_PATH = 107;

    private final Path path;
    private final Path privateDirectory;
    private final Path boundAt;

    private UnixSocketFile(Path path, Path privateDirectory) {
        this.path = path;
        this.privateDirectory = privateDirectory;
        this.boundAt = privateDirectory.resolve("s");
    }

    /**
     * Makes room for the socket: a socket file that nobody listens on is removed, anything else is
     * left alone.
     *
     * @throws BindException when something is in the way
     */
    static UnixSocketFile prepare(Path path) throws IOException {
        Path absolute = path.toAbsolutePath();
        Path directory = absolute.getParent();
        int length = absolute.toString().getBytes(StandardCharsets.UTF_8).length;
        if (length > LONGEST_PATH) {
            throw new BindException(
                    "path %s has %d bytes, the system takes %d"
                            .formatted(path, length, LONGEST_PATH));
        }
        if (directory == null || !Files.isDirectory(directory)) {
            throw new BindException("directory of " + path + " does not exist");
        }
        if (Files.exists(absolute, LinkOption.NOFOLLOW_LINKS)) {
            removeStale(absolute);
        }
        return new UnixSocketFile(absolute, ownDirectory(directory));
    }

    private static Path ownDirectory(Path directory) throws IOException {
        try {
            return Files.createTempDirectory(
                    directory,
                    ".s",
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        } catch (AccessDeniedException e) {
            throw new BindException("permission denied: no file can be made in " + directory);
        }
    }

    private static void removeStale(Path path) throws IOException {
        if (!isSocket(path)) {
            throw new BindException(path + " exists and is not a socket; it was left alone");
        }
        if (isListenedOn(path)) {
            throw new BindException("address already in use: somebody listens on " + path);
        }
        Files.delete(path);
    }

    /** By the type in the mode of the file (inode(7)). */
    private static boolean isSocket(Path path) throws IOException {
        int mode = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        return (mode & 0170000) == 0140000;
    }

    /**
     * Whether somebody listens. Only a refused connection says that nobody does; a full backlog, or
     * a socket that we may not connect to, is in use. Does not wait: this runs on an event loop.
     */
    private static boolean isListenedOn(Path path) throws IOException {
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.configureBlocking(false);
            probe.connect(UnixDomainSocketAddress.of(path));
            return true;
        } catch (ConnectException refused) {
            return false;
        } catch (SocketException unclear) {
            throw new BindException(path + " may be in use: " + unclear.getMessage());
        }
    }

    /** Where to bind. */
    SocketAddress bindAddress() {
        return UnixDomainSocketAddress.of(boundAt);
    }

    /** The socket listens: it gets its permissions and its name. */
    void publish(Set<PosixFilePermission> permissions) throws IOException {
        Files.setPosixFilePermissions(boundAt, permissions);
        Files.move(boundAt, path, StandardCopyOption.ATOMIC_MOVE);
        Files.delete(privateDirectory);
    }

    /** Removes what this object has made. */
    void remove() {
        try {
            Files.deleteIfExists(boundAt);
            if (!Files.deleteIfExists(privateDirectory)) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            log.warn("The file of the Unix socket {} could not be removed", path, e);
        }
    }

    SocketAddress address() {
        return UnixDomainSocketAddress.of(path);
    }
}
