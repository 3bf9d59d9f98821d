package io.github.reactorboot.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Closeable;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A pipe with both ends in this process, of the kind that an engine can watch. */
public interface WatchedPipe extends Closeable {

    /** So many bytes fill it (pipe(7)). */
    int CAPACITY = 64 << 10;

    static WatchedPipe of(String engine) throws IOException {
        return engine.equals("nio") ? new Channels() : Fifo.make();
    }

    /** The end that is read. */
    Watchable input();

    /** The end that is written. */
    Watchable output();

    /** Something that can be read and written, now. */
    Watchable readyBothWays() throws IOException;

    /** More than it holds must not be written. */
    void write(byte[] bytes) throws IOException;

    default void write(String text) throws IOException {
        write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** One read of what is there, or of the end, which is empty. */
    String read(int most) throws IOException;

    void closeInput() throws IOException;

    void closeOutput() throws IOException;

    /** For the selector of the JDK. */
    final class Channels implements WatchedPipe {

        private final Pipe pipe = Pipe.open();
        private final List<Closeable> others = new ArrayList<>();

        Channels() throws IOException {
            pipe.source().configureBlocking(false);
            pipe.sink().configureBlocking(false);
        }

        @Override
        public Watchable input() {
            return new Watchable.Selectable(pipe.source());
        }

        @Override
        public Watchable output() {
            return new Watchable.Selectable(pipe.sink());
        }

        @Override
        public Watchable readyBothWays() throws IOException {
            DatagramChannel datagrams = DatagramChannel.open();
            others.add(datagrams);
            datagrams.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            datagrams.send(ByteBuffer.wrap(new byte[1]), datagrams.getLocalAddress());
            datagrams.configureBlocking(false);
            return new Watchable.Selectable(datagrams);
        }

        @Override
        public void write(byte[] bytes) throws IOException {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                assertThat(pipe.sink().write(buffer)).as("room in the pipe").isPositive();
            }
        }

        @Override
        public String read(int most) throws IOException {
            ByteBuffer buffer = ByteBuffer.allocate(most);
            pipe.source().read(buffer);
            return StandardCharsets.US_ASCII.decode(buffer.flip()).toString();
        }

        @Override
        public void closeInput() throws IOException {
            pipe.source().close();
        }

        @Override
        public void closeOutput() throws IOException {
            pipe.sink().close();
        }

        @Override
        public void close() throws IOException {
            closeInput();
            closeOutput();
            for (Closeable other : others) {
                other.close();
            }
        }
    }

    /** For engines that watch descriptors, whose numbers are found in /proc (proc(5)). */
    final class Fifo implements WatchedPipe {

        private final Path path;
        private final FileInputStream in;
        private final FileOutputStream out;
        private final int inputFd;
        private final int outputFd;
        private final List<Closeable> others = new ArrayList<>();

        private Fifo(Path path) throws IOException {
            this.path = path;
            // Open for both ways it waits for nobody, and neither do the others then (fifo(7)).
            try (RandomAccessFile both = new RandomAccessFile(path.toFile(), "rw")) {
                Set<Integer> before = descriptors();
                in = new FileInputStream(path.toFile());
                inputFd = added(before);
                before.add(inputFd);
                out = new FileOutputStream(path.toFile());
                outputFd = added(before);
                assertThat(both.getFD().valid()).isTrue();
            }
        }

        static Fifo make() throws IOException {
            Path path = Files.createTempDirectory("watched").resolve("fifo");
            try {
                Process made = new ProcessBuilder("mkfifo", path.toString()).inheritIO().start();
                assertThat(made.waitFor()).as("mkfifo").isZero();
                return new Fifo(path);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        /** The numbers of the descriptors of this FIFO. */
        private Set<Integer> descriptors() throws IOException {
            Set<Integer> found = new TreeSet<>();
            try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
                for (Path each : (Iterable<Path>) all::iterator) {
                    if (leadsHere(each)) {
                        found.add(Integer.valueOf(each.getFileName().toString()));
                    }
                }
            }
            return found;
        }

        private boolean leadsHere(Path link) {
            try {
                return Files.readSymbolicLink(link).equals(path);
            } catch (IOException e) {
                // Closed meanwhile, so it is another one.
                return false;
            }
        }

        private int added(Set<Integer> before) throws IOException {
            Set<Integer> now = descriptors();
            now.removeAll(before);
            assertThat(now).hasSize(1);
            return now.iterator().next();
        }

        @Override
        public Watchable input() {
            return new Watchable.Descriptor(inputFd);
        }

        @Override
        public Watchable output() {
            return new Watchable.Descriptor(outputFd);
        }

        @Override
        public Watchable readyBothWays() throws IOException {
            Set<Integer> before = descriptors();
            others.add(new RandomAccessFile(path.toFile(), "rw"));
            write("x");
            return new Watchable.Descriptor(added(before));
        }

        @Override
        public void write(byte[] bytes) throws IOException {
            out.write(bytes);
        }

        @Override
        public String read(int most) throws IOException {
            return new String(
                    in.readNBytes(Math.min(most, in.available())), StandardCharsets.US_ASCII);
        }

        @Override
        public void closeInput() throws IOException {
            in.close();
        }

        @Override
        public void closeOutput() throws IOException {
            out.close();
        }

        @Override
        public void close() throws IOException {
            in.close();
            out.close();
            for (Closeable other : others) {
                other.close();
            }
            Files.delete(path);
            Files.delete(path.getParent());
        }
    }
}
