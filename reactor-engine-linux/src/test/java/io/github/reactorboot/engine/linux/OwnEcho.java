package io.github.reactorboot.engine.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** An {@link EchoProcess}, perhaps under strace(1), which makes its system calls fail. */
final class OwnEcho implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;
    private static final List<String> STRACE =
            List.of("strace", "-f", "-qq", "--seccomp-bpf", "-o", "/dev/null");

    private final Process process;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final Thread reader = new Thread(this::read);
    private final int port;

    private OwnEcho(List<String> before, String engine, int loops) throws Exception {
        List<String> command = new ArrayList<>(before);
        command.add(System.getProperty("java.home") + "/bin/java");
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(EchoProcess.class.getName(), engine, String.valueOf(loops)));
        process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        reader.start();
        try {
            port = Integer.parseInt(awaitLine("port ").substring("port ".length()));
        } catch (Throwable t) {
            close();
            throw t;
        }
    }

    static OwnEcho start(String engine) throws Exception {
        return new OwnEcho(List.of(), engine, 1);
    }

    /**
     * Under strace.
     *
     * @param injections each a system call, and how it ends, as after "inject=" in strace(1); the
     *     calls are counted for each thread
     */
    static OwnEcho start(String engine, int loops, String... injections) throws Exception {
        List<String> tracer = new ArrayList<>(STRACE);
        String calls =
                String.join(",", Stream.of(injections).map(each -> each.split(":", 2)[0]).toList());
        tracer.addAll(List.of("-e", "trace=" + calls));
        for (String injection : injections) {
            tracer.addAll(List.of("-e", "inject=" + injection));
        }
        return new OwnEcho(tracer, engine, loops);
    }

    /** Whether strace is there, and may trace. */
    static boolean straceTraces() throws Exception {
        List<String> command = new ArrayList<>(STRACE);
        command.addAll(List.of("-e", "trace=accept4", "true"));
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private void read() {
        try (BufferedReader output =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long pid() {
        return process.pid();
    }

    /** The next line, which must begin so. */
    String awaitLine(String beginning) throws InterruptedException {
        String line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(line).startsWith(beginning);
        return line;
    }

    Socket connect() throws IOException {
        Socket socket = new Socket();
        socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        socket.connect(new InetSocketAddress("127.0.0.1", port));
        return socket;
    }

    /** Whether a byte comes back; else the connection has ended. */
    static boolean echoes(Socket socket, int value) {
        try {
            socket.getOutputStream().write(value);
            int read = socket.getInputStream().read();
            assertThat(read).isIn(value, -1);
            return read == value;
        } catch (SocketTimeoutException e) {
            throw new AssertionError("no answer", e);
        } catch (IOException e) {
            return false;
        }
    }

    /** Lets it end by itself. */
    void end() throws Exception {
        process.getOutputStream().close();
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        reader.join();
    }

    /** What it has said and nobody has asked for. */
    List<String> rest() {
        return List.copyOf(lines);
    }

    @Override
    public void close() {
        // Not strace alone: what it traces would go on.
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
