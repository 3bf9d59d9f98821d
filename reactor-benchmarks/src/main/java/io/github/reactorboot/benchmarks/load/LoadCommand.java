package io.github.reactorboot.benchmarks.load;

import io.github.reactorboot.benchmarks.framing.Framing;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** The {@code load} command. */
@Command(
        name = "load",
        description = "Loads a server, ours or any other, and measures it.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class LoadCommand implements Callable<Integer> {

    private static final int PORT_MAX = 65_535;
    private static final int CONNECTIONS_MAX = 1_000_000;
    private static final int IN_FLIGHT_MAX = 1_000_000;
    private static final int PAYLOAD_MAX = 1 << 24;
    private static final double NANOS_PER_SECOND = 1e9;

    private final InputStream in;

    @Spec private @Nullable CommandSpec spec;

    @Option(names = "--host", description = "Where the server is.")
    private String host = "127.0.0.1";

    @Option(
            names = "--port",
            required = true,
            showDefaultValue = CommandLine.Help.Visibility.NEVER,
            description = "Where the server listens.")
    private int port;

    @Option(
            names = "--pattern",
            description =
                    "${COMPLETION-CANDIDATES}. connect: a message is a connection."
                            + " hold: opens, says so, keeps until the end of standard input."
                            + " fan-out: subscribers and one publisher more; a message is a delivery.")
    private LoadPattern pattern = LoadPattern.ECHO;

    @Option(
            names = "--framing",
            description = "${COMPLETION-CANDIDATES}: bare bytes, or 4 bytes of length before each.")
    private Framing framing = Framing.RAW;

    @Option(names = "--connections", description = "How many connections.")
    private int connections = 50;

    @Option(
            names = "--in-flight",
            description = "Closed loop: messages that each connection keeps in flight.")
    private int inFlight = 1;

    @Option(names = "--payload", description = "Bytes of a message, without the length field.")
    private int payloadBytes = 64;

    @Option(
            names = "--rate",
            description =
                    "Open loop: messages per second over all connections. Latency counts"
                            + " from when a message was meant to go.")
    private @Nullable Double rate;

    @Option(names = "--warmup", description = "Seconds before anything is measured.")
    private double warmupSeconds = 2;

    @Option(names = "--seconds", description = "Seconds that are measured.")
    private double windowSeconds = 5;

    @Option(names = "--stall", description = "Seconds of silence of the server that end the run.")
    private double stallSeconds = 10;

    @Option(
            names = "--outstanding-max",
            description = "Open loop: messages without reply that end the run.")
    private long outstandingMax = 1_000_000;

    @Option(names = "--pid", description = "Process whose processor time is measured.")
    private @Nullable Long pid;

    @Option(
            names = "--spin",
            description =
                    "Never sleep, in a closed loop too: the client's own wake-ups stay out of"
                            + " the latency.")
    private boolean spin;

    @Option(
            names = "--control",
            description = "End with standard input, even early: then the run is not sound.")
    private boolean control;

    @Option(names = "--json", description = "Print one line of JSON.")
    private boolean json;

    /** As the command line makes it. */
    public LoadCommand() {
        this(System.in);
    }

    LoadCommand(InputStream in) {
        this.in = in;
    }

    /** Exit code 0 only if the run was sound. */
    @Override
    public Integer call() throws IOException {
        CommandLine commandLine = Objects.requireNonNull(spec).commandLine();
        LoadOptions options = options();
        PrintWriter out = commandLine.getOut();
        String shortage = Descriptors.shortage(connections);
        if (shortage != null) {
            commandLine.getErr().println(shortage);
            return ExitCode.SOFTWARE;
        }
        try (LoadRun run = new LoadRun(options, System::nanoTime, commandLine.getErr())) {
            boolean sound = pattern == LoadPattern.HOLD ? hold(run, out) : measure(run, out);
            return sound ? ExitCode.OK : ExitCode.SOFTWARE;
        }
    }

    private boolean hold(LoadRun run, PrintWriter out) {
        return run.hold(() -> {
            out.println("holding " + connections);
            out.flush();
            in.transferTo(OutputStream.nullOutputStream());
        });
    }

    private boolean measure(LoadRun run, PrintWriter out) {
        if (control) {
            // It may wait for input after the run.
            Thread.ofPlatform().daemon().name("load-end").start(() -> endWithInput(run));
        }
        LoadResult result = run.measure();
        if (json) {
            out.println(JsonMapper.shared().writeValueAsString(result));
        } else {
            LoadTable.print(result, out);
        }
        out.flush();
        return result.errors() == 0;
    }

    private void endWithInput(LoadRun run) {
        try {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // Nobody is at the other end any more, either.
        }
        run.end();
    }

    private LoadOptions options() {
        inRange("--port", port, PORT_MAX);
        inRange("--connections", connections, CONNECTIONS_MAX);
        inRange("--in-flight", inFlight, IN_FLIGHT_MAX);
        inRange("--payload", payloadBytes, PAYLOAD_MAX);
        require(rate == null || rate > 0, "--rate must be above 0");
        require(
                rate == null || pattern == LoadPattern.ECHO,
                "--rate goes with --pattern echo only");
        require(
                pattern != LoadPattern.FAN_OUT || framing == Framing.LENGTH,
                "--pattern fan-out goes with --framing length only");
        require(warmupSeconds >= 0, "--warmup must not be below 0");
        require(windowSeconds > 0, "--seconds must be above 0");
        require(stallSeconds > 0, "--stall must be above 0");
        require(outstandingMax > 0, "--outstanding-max must be above 0");
        require(
                pid == null || ProcessHandle.of(pid).isPresent(),
                "--pid: there is no process " + pid);
        InetSocketAddress server = new InetSocketAddress(host, port);
        require(!server.isUnresolved(), "--host: unknown host " + host);
        return new LoadOptions(
                server,
                pattern,
                framing,
                connections,
                inFlight,
                payloadBytes,
                rate,
                nanos(warmupSeconds),
                nanos(windowSeconds),
                nanos(stallSeconds),
                outstandingMax,
                pid,
                spin);
    }

    private static long nanos(double seconds) {
        return (long) (seconds * NANOS_PER_SECOND);
    }

    private void inRange(String option, int value, int max) {
        require(value >= 1 && value <= max, option + " must be from 1 to " + max);
    }

    private void require(boolean condition, String message) {
        if (!condition) {
            throw new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
        }
    }
}
