package io.github.reactorboot.engine.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Two pseudo-terminals (pty(7)) with socat as the cable between them. */
record PtyPair(Process socat, Path device, Path peer) implements AutoCloseable {

    static boolean isPossible() {
        try {
            Process asked =
                    new ProcessBuilder("socat", "-V")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            return asked.waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Both ends are links in the directory, which go with socat. */
    static PtyPair connect(Path directory) throws IOException {
        Path device = directory.resolve("device");
        Path peer = directory.resolve("peer");
        Process socat = new ProcessBuilder("socat", "-d", "-d", end(device), end(peer)).start();
        BufferedReader log = socat.errorReader(StandardCharsets.UTF_8);
        String line = log.readLine();
        // From here on the terminals are as they were asked to be.
        while (line != null && !line.contains("starting data transfer loop")) {
            line = log.readLine();
        }
        assertThat(line).as("socat runs").isNotNull();
        return new PtyPair(socat, device, peer);
    }

    private static String end(Path link) {
        return "pty,raw,echo=0,link=" + link;
    }

    RandomAccessFile openPeer() throws IOException {
        return new RandomAccessFile(peer.toFile(), "rw");
    }

    /** Both terminals hang up. */
    @Override
    public void close() {
        socat.destroy();
        assertThat(socat.onExit()).succeedsWithin(20, TimeUnit.SECONDS);
    }
}
