package io.github.reactorboot.benchmarks.echo;

import io.github.reactorboot.benchmarks.framing.Framing;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs one echo server until it is told to end. */
@Command(
        name = "echo",
        description = "Runs an echo server on 127.0.0.1, to be loaded from another process.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class EchoCommand implements Callable<Integer> {

    private static final String VALUES = "${COMPLETION-CANDIDATES}";
    private static final String DEFAULT = " (default: ${DEFAULT-VALUE})";

    private final InputStream in;
    private final PrintStream out;

    @Spec private @Nullable CommandSpec spec;

    @Option(names = "--server", required = true, description = VALUES)
    private ServerKind server = ServerKind.REACTOR;

    @Option(
            names = "--engine",
            paramLabel = "NAME",
            defaultValue = "nio",
            description = "nio, epoll, io_uring, as far as the server has it" + DEFAULT)
    private String engine = "nio";

    @Option(names = "--framing", defaultValue = "raw", description = VALUES + DEFAULT)
    private Framing framing = Framing.RAW;

    @Option(names = "--port", defaultValue = "0", description = "0 for any free port" + DEFAULT)
    private int port;

    @Option(names = "--loops", defaultValue = "1", description = "event loops" + DEFAULT)
    private int loops = 1;

    @Option(names = "--idle", defaultValue = "block", description = VALUES + DEFAULT)
    private Idle idle = Idle.BLOCK;

    @Option(
            names = "--fan-out",
            description = "sends each frame to all other sessions, instead of back")
    private boolean fanOut;

    @Option(
            names = "--control",
            description = {
                "answers lines from standard input and ends with it; the line 'allocated' gives the"
                        + " bytes allocated by the event loops so far"
            })
    private boolean control;

    /** Made by the command line. */
    public EchoCommand() {
        this(System.in, System.out);
    }

    EchoCommand(InputStream in, PrintStream out) {
        this.in = in;
        this.out = out;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (EchoServer started = start()) {
            Thread closer = new Thread(started::close, "echo-end");
            Runtime.getRuntime().addShutdownHook(closer);
            out.println("listening on " + started.port());
            out.flush();
            if (control) {
                new ServerControl(started, out).run(in);
                forget(closer);
            } else {
                // Until a signal ends the process.
                new CountDownLatch(1).await();
            }
        }
        return CommandLine.ExitCode.OK;
    }

    private static void forget(Thread closer) {
        try {
            Runtime.getRuntime().removeShutdownHook(closer);
        } catch (IllegalStateException e) {
            // A signal came first; then both close it.
        }
    }

    private EchoServer start() throws IOException {
        try {
            return server.start(new EchoOptions(engine, framing, port, loops, idle, fanOut));
        } catch (UnusableOptionException e) {
            CommandSpec present = spec;
            if (present == null) {
                throw e;
            }
            throw new ParameterException(present.commandLine(), e.getMessage(), e);
        }
    }
}
